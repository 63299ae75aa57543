/** So many bytes of zeros in a sparse stream, which are told of and not sent. */
export class StreamHole {
  readonly length: number;

  constructor(length: number) {
    this.length = length;
  }
}
