import type { NextFunction, Request, Response } from 'express';
import type { Socket } from 'node:net';

/** So many bytes are read ahead while a request is being answered: about thirty of the shortest requests. */
const SLICE = 1024;

/** The waiting requests of each connection; there is an entry while a request is being answered. */
const lines = new WeakMap<Socket, (() => void)[]>();

/**
 * Clients may send requests before the former is answered (pipelining, which no browser does); Node begins all of them at
 * once and keeps their answers. Here the next begins when the answer before it has left, and what is not begun is not even
 * read: a client that does not take its answers waits for itself.
 */
export function oneAtATime({ socket }: Request, response: Response, next: NextFunction): void {
  const begin = () => {
    // In the next turn of the event loop, so that other clients come in between when one has sent thousands of small requests.
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
  // The client has gone: nobody reads the answers.
  if (socket.destroyed) return;
  const begin = lines.get(socket)?.shift();
  if (begin) return begin();
  lines.delete(socket);
  // While much output is unsent, Node itself pauses the socket, and resumes it on `drain`.
  if (socket.writableNeedDrain) socket.once('drain', () => socket.resume());
  else socket.resume();
}

/** To be called for each connection: Node would parse up to 64 KiB of requests at once. */
export function readInSlices(socket: Socket): void {
  // With a `data` listener the bytes pass through JavaScript instead of going directly to Node's parser.
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
  // Node's parser resumes the socket at the end of each request, even if we paused it.
  const resume = socket.resume.bind(socket);
  socket.resume = () => (lines.get(socket)?.length ? socket : resume());
}
