/** How the bytes of a rectangle are to be read (RFC 6143, 7.7 and 7.8; Tight is one of the registered others). */
export const Encoding = {
  Raw: 0,
  Tight: 7,
  DesktopSize: -223,
  Cursor: -239,
} as const;
