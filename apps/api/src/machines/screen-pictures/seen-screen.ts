import { createHash } from 'node:crypto';
import { scaledPicture, type PictureShape } from './scaled-picture.js';

/**
 * How often the picture of a screen is taken while people look at it, once for all of them. A hypervisor is asked every 5 seconds at
 * most; and a page that shows each new picture takes no more than `GLANCES` of them (picture-counts.ts).
 */
export const TAKEN_EVERY_MS = 8_000;

/** Who has not asked for so long does not look any more; the portal asks every 20 seconds. */
export const LOOKS_FOR_MS = 30_000;

interface Shown {
  png: Promise<Buffer>;
  /** By their shape. */
  scaled: Map<string, Promise<Buffer>>;
}

/** What some people look at: one picture for all of them, taken again and again for as long as somebody looks. */
export class SeenScreen {
  private shown: Shown | undefined;
  private version: string | undefined;
  private next: NodeJS.Timeout | undefined;
  private isOver = false;
  /** Until when each person looks. */
  private readonly people = new Map<string, number>();

  constructor(
    private readonly take: () => Promise<Buffer>,
    /** Says to who looks that the screen shows something else now. */
    private readonly tell: (people: string[], version: string) => void,
    /** Nobody looks any more, or there is nothing to be seen. */
    private readonly left: () => void,
  ) {}

  look(userId: string, shape: PictureShape): Promise<Buffer> {
    this.people.set(userId, performance.now() + LOOKS_FOR_MS);
    this.shown ??= { png: this.takeAnew(), scaled: new Map() };
    const { png, scaled } = this.shown;
    const key = `${shape.format} ${shape.width}`;
    const picture = scaled.get(key) ?? png.then((image) => scaledPicture(image, shape));
    scaled.set(key, picture);
    return picture;
  }

  end(): void {
    this.isOver = true;
    clearTimeout(this.next);
    this.left();
  }

  private takeAnew(): Promise<Buffer> {
    const png = this.take();
    png.then(
      (image) => this.arrived(image),
      () => this.end(),
    );
    return png;
  }

  private arrived(image: Buffer): void {
    if (this.isOver) return;
    const before = this.version;
    this.version = createHash('sha256').update(image).digest('base64url').slice(0, 16);
    if (before !== undefined && before !== this.version) {
      this.shown = { png: Promise.resolve(image), scaled: new Map() };
      this.tell([...this.people.keys()], this.version);
    }
    this.next = setTimeout(() => this.again(), TAKEN_EVERY_MS).unref();
  }

  private again(): void {
    const now = performance.now();
    for (const [userId, until] of this.people) if (until <= now) this.people.delete(userId);
    if (this.people.size === 0) this.end();
    else this.takeAnew().catch(() => undefined);
  }
}
