/** Of the keys that a client of the bench's screen may press: how many MiB it gets, or how often a second it is told of a small change. */
export const KEY = { mebibytes: 0x01000000, hertz: 0x02000000 };
/** What each movement of the mouse is answered with. */
export const PONG_LENGTH = 16;
export const CHANGE_LENGTH = 4096;
