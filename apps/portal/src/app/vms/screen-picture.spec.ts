import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { EventFeed } from '../events/event-feed';
import { provideFace } from '../testing/face';
import { sampleId, sampleVm } from '../testing/sample-vm';
import { ScreenPicture } from './screen-picture';

describe('the picture of a screen', () => {
  let come: (isIntersecting: boolean) => void;
  beforeEach(() => {
    const made = vi.fn((picture: Blob) => `blob:${picture.size}`);
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: made, revokeObjectURL: () => undefined }));
    vi.stubGlobal(
      'IntersectionObserver',
      class {
        constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
          come = (isIntersecting) => tell([{ isIntersecting }]);
        }
        readonly observe = () => undefined;
        readonly disconnect = () => undefined;
      },
    );
  });
  afterEach(() => vi.unstubAllGlobals());

  async function drawn() {
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), provideFace()],
    });
    const fixture = TestBed.createComponent(ScreenPicture);
    fixture.componentRef.setInput('vm', sampleVm({ id: sampleId(1), state: 'running' }));
    fixture.detectChanges();
    const http = TestBed.inject(HttpTestingController);
    const asked = () => http.match(({ url }) => url.endsWith(`/${sampleId(1)}/screenshot`));
    const address = () =>
      (fixture.nativeElement as HTMLElement).querySelector('img')?.getAttribute('src') ?? null;
    const shows = (expected: string) =>
      vi.waitFor(() => {
        fixture.detectChanges();
        expect(address()).toBe(expected);
      });
    const looked = async (isLooked: boolean) => {
      come(isLooked);
      await fixture.whenStable();
    };
    return { asked, shows, looked, feed: TestBed.inject(EventFeed) };
  }
  const picture = (bytes: number) => new Blob([new Uint8Array(bytes)]);

  it('is asked for once it is looked at, and again when this screen has changed', async () => {
    const { asked, shows, looked, feed } = await drawn();
    feed.publish('picture', { vmId: sampleId(1), version: 'a' });
    expect(asked()).toEqual([]);
    await looked(true);
    asked()[0]!.flush(picture(1));
    await shows('blob:1');
    feed.publish('picture', { vmId: sampleId(2), version: 'b' });
    expect(asked()).toEqual([]);
    feed.publish('picture', { vmId: sampleId(1), version: 'b' });
    asked()[0]!.flush(picture(2));
    await shows('blob:2');
    await looked(false);
    feed.publish('picture', { vmId: sampleId(1), version: 'c' });
    expect(asked()).toEqual([]);
  });

  it('stays the newer one when answers come in another order', async () => {
    const { asked, shows, looked, feed } = await drawn();
    await looked(true);
    feed.publish('picture', { vmId: sampleId(1), version: 'b' });
    const [older, newer] = asked();
    newer!.flush(picture(2));
    await shows('blob:2');
    older!.flush(picture(1));
    await new Promise((resolve) => setTimeout(resolve));
    await shows('blob:2');
  });
});
