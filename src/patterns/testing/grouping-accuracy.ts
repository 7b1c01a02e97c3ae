/**
 * The share of lines that are grouped right: a line is, when the lines of its group are exactly those of its label. `groups` and
 * `labels` say for each line where it was put and where it belongs.
 */
export function groupingAccuracy(groups: readonly unknown[], labels: readonly unknown[]): number {
  const sizes = new Map<unknown, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const members = new Map<unknown, unknown[]>();
  for (const [line, group] of groups.entries()) {
    const known = members.get(group);
    if (known === undefined) members.set(group, [labels[line]]);
    else known.push(labels[line]);
  }
  let right = 0;
  for (const found of members.values()) {
    const [label] = found;
    if (found.every((each) => each === label) && found.length === sizes.get(label)) right += found.length;
  }
  return labels.length === 0 ? 1 : right / labels.length;
}
