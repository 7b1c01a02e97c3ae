import type { IconNode } from 'lucide';
import type { JSX, SVGAttributes } from 'react';

interface IconProps extends SVGAttributes<SVGSVGElement> {
  readonly shape: IconNode;
  /** Width and height in pixels. */
  readonly size: number;
}

/** A drawing beside words, or on a button that has a name: it says nothing by itself. */
export function Icon({ shape, size, ...others }: IconProps): JSX.Element {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      {...others}
    >
      {shape.map(([Tag, attributes], index) => (
        <Tag key={index} {...attributes} />
      ))}
    </svg>
  );
}
