import { describe, expect, it } from 'vitest';
import { TurnQueue } from './turn-queue.ts';

describe('the turn queue', () => {
  it('hands out all that one input caused before it takes the next, wherever that came from', () => {
    const out: string[] = [];
    const queue = new TurnQueue<string>((effect) => {
      out.push(effect);
      if (effect === 'a1') queue.run(() => queue.emit('b1'));
    });
    queue.run(() => {
      queue.run(() => queue.emit('c1'));
      queue.emit('a1');
      queue.emit('a2');
    });
    expect(out).toEqual(['a1', 'a2', 'c1', 'b1']);
  });

  it('goes on with what is left after a driver has thrown', () => {
    const out: string[] = [];
    const queue = new TurnQueue<string>((effect) => {
      if (effect === 'bad') throw new Error('driver');
      out.push(effect);
    });
    expect(() =>
      queue.run(() => {
        queue.emit('bad');
        queue.emit('left');
      }),
    ).toThrow('driver');
    queue.run(() => queue.emit('next'));
    expect(out).toEqual(['left', 'next']);
  });
});
