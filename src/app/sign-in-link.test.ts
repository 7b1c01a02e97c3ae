import { describe, expect, it } from 'vitest';
import { isSignInFragment, takeSignInLink, type SignInLink } from './sign-in-link.ts';

function take(hash: string): { link: SignInLink | undefined; replacedBy: (string | undefined)[] } {
  const replacedBy: (string | undefined)[] = [];
  const location = { hash, pathname: '/app/', search: '?query=x' };
  const history = {
    replaceState: (_data: unknown, _title: string, url?: string | URL | null) => void replacedBy.push(url?.toString()),
  };
  return { link: takeSignInLink(location, history), replacedBy };
}

describe('a sign-in link', () => {
  it.each([
    ['#token=abc', { credential: { kind: 'token', token: 'abc' }, tenant: undefined }],
    ['#apiKey=abc', { credential: { kind: 'apiKey', apiKey: 'abc' }, tenant: undefined }],
    ['#token=a%2Bb%3D&tenant=acme', { credential: { kind: 'token', token: 'a+b=' }, tenant: 'acme' }],
    ['#tenant=acme&apiKey=k', { credential: { kind: 'apiKey', apiKey: 'k' }, tenant: 'acme' }],
    ['#token=t&apiKey=k', { credential: { kind: 'token', token: 't' }, tenant: undefined }],
    ['#token=&apiKey=k', { credential: { kind: 'apiKey', apiKey: 'k' }, tenant: undefined }],
  ])('%s is taken over, and the whole fragment is wiped', (hash, expected) => {
    const { link, replacedBy } = take(hash);
    expect(link).toEqual(expected);
    expect(replacedBy).toEqual(['/app/?query=x']);
  });

  it.each(['#token=', '#apiKey=', '#token=&tenant=acme'])('%s brings nothing and is wiped all the same', (hash) => {
    const { link, replacedBy } = take(hash);
    expect(link).toBeUndefined();
    expect(isSignInFragment(hash)).toBe(true);
    expect(replacedBy).toEqual(['/app/?query=x']);
  });

  it.each(['', '#', '#top', '#tenant=acme', '#/token=x', '#mytoken=x'])('%j is none and is left alone', (hash) => {
    expect(take(hash)).toEqual({ link: undefined, replacedBy: [] });
    expect(isSignInFragment(hash)).toBe(false);
  });
});
