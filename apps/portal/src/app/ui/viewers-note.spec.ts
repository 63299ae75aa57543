import { type ComponentFixture, TestBed } from '@angular/core/testing';
import type { VmViewer } from '@vm-manager/contracts';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { ViewersNote } from './viewers-note';

const viewer = (id: string, displayName: string, mode: VmViewer['mode'] = 'view'): VmViewer => ({
  id,
  displayName,
  mode,
});

describe('who has the console open', () => {
  let fixture: ComponentFixture<ViewersNote>;
  const textFor = async (...viewers: VmViewer[]) => {
    fixture.componentRef.setInput('viewers', viewers);
    await fixture.whenStable();
    return (fixture.nativeElement as HTMLElement).textContent?.trim();
  };

  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
    fixture = TestBed.createComponent(ViewersNote);
    fixture.componentRef.setInput('except', 'me');
  });

  it('is not said of oneself', async () => {
    expect(await textFor(viewer('me', 'Alice'))).toBe('');
  });

  it('names everyone once, and tells watching from helping', async () => {
    expect(await textFor(viewer('me', 'Alice'), viewer('p', 'Mme Petit'))).toContain(
      'Mme Petit regarde cet écran',
    );
    const both = await textFor(viewer('p', 'Mme Petit'), viewer('p', 'Mme Petit', 'control'));
    expect(both).toContain('Mme Petit tient le clavier');
  });

  it('counts the people, and oneself when both may type', async () => {
    const two = await textFor(viewer('p', 'Mme Petit'), viewer('n', 'M. Noël'));
    expect(two).toBe('Mme Petit et M. Noël regardent cet écran');
    const mine = viewer('me', 'Alice', 'control');
    expect(await textFor(mine, viewer('p', 'Mme Petit', 'control'), viewer('n', 'M. Noël'))).toBe(
      'Vous et Mme Petit tenez le clavier',
    );
    expect(await textFor(mine, viewer('p', 'Mme Petit'))).toBe('Mme Petit regarde cet écran');
  });
});
