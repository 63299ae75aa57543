import { TestBed } from '@angular/core/testing';
import { Languages } from '../../i18n/languages';
import { provideFace } from '../../testing/face';
import { sampleVm } from '../../testing/sample-vm';
import { EvaluationNote } from './evaluation-note';

const DAY_MS = 86_400_000;

describe('that a trial of Windows ends', () => {
  beforeEach(async () => {
    TestBed.configureTestingModule({ providers: [provideFace()] });
    await TestBed.inject(Languages).speak('fr');
  });

  /** What is read when it ends in so many days; null: never. */
  function shown(days: number | null): string {
    const fixture = TestBed.createComponent(EvaluationNote);
    const evaluationEndsAt = days === null ? null : new Date(Date.now() + days * DAY_MS).toISOString();
    fixture.componentRef.setInput('vm', sampleVm({ evaluationEndsAt }));
    fixture.detectChanges();
    return (fixture.nativeElement as HTMLElement).textContent?.trim() ?? '';
  }

  it('is said 30 days ahead, with what comes then', () => {
    expect(shown(29.5)).toMatch(
      /^La période d’essai de Windows se termine le \d+(er)? \p{L}+ \d{4}\. Ensuite, Windows s’éteint de lui-même toutes les heures/u,
    );
  });

  it('is said when it is over', () => {
    expect(shown(-1)).toMatch(/^La période d’essai de Windows est terminée depuis le /);
  });

  it('is not said earlier, nor of a system that is on none', () => {
    expect([shown(30.5), shown(null)]).toEqual(['', '']);
  });
});
