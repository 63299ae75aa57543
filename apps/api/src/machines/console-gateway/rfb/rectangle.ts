/** A part of a screen, in pixels. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Before its bytes each rectangle of an update says where it is and how it is written (RFC 6143, 7.6.1). */
export function rectangleHead({ x, y, width, height }: Rectangle, encoding: number): Buffer {
  const head = Buffer.alloc(12);
  [x, y, width, height].forEach((value, index) => head.writeUInt16BE(value, 2 * index));
  head.writeInt32BE(encoding, 8);
  return head;
}

/** What two have in common; without width or height when that is nothing. */
export function overlap(one: Rectangle, other: Rectangle): Rectangle {
  const [x, y] = [Math.max(one.x, other.x), Math.max(one.y, other.y)];
  const right = Math.min(one.x + one.width, other.x + other.width);
  const bottom = Math.min(one.y + one.height, other.y + other.height);
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

export const isEmpty = ({ width, height }: Rectangle): boolean => width === 0 || height === 0;
