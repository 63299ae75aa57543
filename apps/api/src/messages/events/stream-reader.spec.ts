import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import type { Response } from 'express';
import { EventEmitter } from 'node:events';
import { StreamReader } from './stream-reader.js';

class Answer extends EventEmitter {
  writableNeedDrain = true;
  destroyed = false;
  destroy(): void {
    this.destroyed = true;
    this.emit('close');
  }
}

let answer: Answer;
let reader: StreamReader;
beforeEach(() => {
  jest.useFakeTimers();
  answer = new Answer();
  reader = new StreamReader(answer as unknown as Response, 30_000);
});
afterEach(() => void jest.useRealTimers());

async function isReady(): Promise<boolean> {
  let ready = false;
  void reader.ready().then(() => (ready = true));
  await jest.advanceTimersByTimeAsync(0);
  return ready;
}

it('who takes what is sent is ready', async () => {
  answer.writableNeedDrain = false;
  expect(await isReady()).toBe(true);
});

it('who does not is waited for, and kept when they go on in time', async () => {
  let ready = false;
  void reader.ready().then(() => (ready = true));
  await jest.advanceTimersByTimeAsync(29_000);
  expect(ready).toBe(false);
  answer.emit('drain');
  await jest.advanceTimersByTimeAsync(60_000);
  expect([ready, answer.destroyed, answer.listenerCount('close')]).toEqual([true, false, 0]);
});

it('who does not for half a minute is cut off, and nobody waits for them', async () => {
  let ready = false;
  void reader.ready().then(() => (ready = true));
  await jest.advanceTimersByTimeAsync(30_000);
  expect([ready, answer.destroyed]).toEqual([true, true]);
  expect(await isReady()).toBe(true);
});
