import type { NextFunction, Request, Response } from 'express';
import type { Socket } from 'node:net';

/** So many bytes of a client's are read before its former request is answered: about thirty of the shortest requests. */
const SLICE = 1024;

/** Requests of one connection that wait for their turn; there is a line as long as one is being answered. */
const lines = new WeakMap<Socket, (() => void)[]>();

/**
 * Clients may send requests before the former is answered (pipelining, which no browser does); Node begins all of them at
 * once and keeps their answers. Here the next begins when the answer before it has left, and what is not begun is not even
 * read: a client that does not take its answers waits for itself.
 */
export function oneAtATime({ socket }: Request, response: Response, next: NextFunction): void {
  const begin = () => {
    // In the loop's next turn: who has sent thousands, whose answers all fit into the system's buffers, lets others come in between.
    response.once('close', () => setImmediate(() => nextInLine(socket)));
    next();
  };
  const line = lines.get(socket);
  if (line) {
    line.push(begin);
    socket.pause();
  } else {
    lines.set(socket, []);
    begin();
  }
}

function nextInLine(socket: Socket): void {
  // Nobody is there for the answers.
  if (socket.destroyed) return;
  const begin = lines.get(socket)?.shift();
  if (begin) return begin();
  lines.delete(socket);
  // While much is unsent Node itself holds the socket back, and lets it go on at its `drain`.
  if (socket.writableNeedDrain) socket.once('drain', () => socket.resume());
  else socket.resume();
}

/** To be called for each connection. Node would parse 64 KiB of requests at a stroke. */
export function readInSlices(socket: Socket): void {
  // A listener to its data takes the socket back from Node's parser, to which its bytes went directly.
  const nothing = () => undefined;
  socket.on('data', nothing).off('data', nothing);
  const push = socket.push.bind(socket);
  socket.push = (bytes: Buffer | null) => {
    if (bytes === null || bytes.length <= SLICE) return push(bytes);
    let takesMore = true;
    for (let start = 0; start < bytes.length && !socket.destroyed; start += SLICE)
      takesMore = push(bytes.subarray(start, start + SLICE));
    return takesMore;
  };
  // Node's parser resumes at the end of each request, whoever paused.
  const resume = socket.resume.bind(socket);
  socket.resume = () => (lines.get(socket)?.length ? socket : resume());
}
