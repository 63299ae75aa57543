/** The browser's clipboard, as far as it lets us: what came from the machine is not sent back to it. */
export class SharedClipboard {
  private last = '';

  constructor(private readonly browser: Pick<Clipboard, 'readText' | 'writeText'> = navigator.clipboard) {}

  /** What was copied here since; undefined when it is nothing else, or the browser does not tell. */
  async read(): Promise<string | undefined> {
    // Absent without TLS; refused where nobody has allowed it.
    const text = await this.browser?.readText?.().catch(() => undefined);
    if (!text || text === this.last) return undefined;
    this.last = text;
    return text;
  }

  /** Something was copied in the machine. */
  take(text: string): void {
    this.last = text;
    this.browser?.writeText?.(text).catch(() => undefined);
  }
}
