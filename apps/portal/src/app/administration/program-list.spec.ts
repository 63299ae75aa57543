import { provideHttpClient } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import type { PlatformPrograms } from '@vm-manager/contracts';
import { Languages } from '../i18n/languages';
import { provideFace } from '../testing/face';
import { PlatformDetailsClient } from './platform-details-client';
import { ProgramList } from './program-list';

const program = {
  ...{ id: 'a', name: 'vm-manager-api', state: 'running', isRunning: true, health: null, since: null },
  ...{ restarts: 3, cpu: 0.5, memoryMiB: 256, memoryLimitMiB: 1024 },
};

describe('the platform’s own programs', () => {
  async function show(programs: PlatformPrograms): Promise<string> {
    const known = { hasValue: () => true, value: signal(programs), error: () => undefined };
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        provideHttpClient(),
        provideRouter([]),
        { provide: PlatformDetailsClient, useValue: { programs: () => known } },
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    const fixture = TestBed.createComponent(ProgramList);
    fixture.detectChanges();
    return (fixture.nativeElement as HTMLElement).textContent.replace(/\s+/g, ' ');
  }

  it('are shown with state, use and restarts', async () => {
    const text = await show({ source: 'engine', reason: null, programs: [program] });
    expect(text).toContain('vm-manager-api');
    expect(text).toContain('En marche');
    expect(text).toContain('256 Mio sur 1 Gio');
    expect(text).toContain('3 redémarrages');
  });

  it('say that they are not well, and that one is not running', async () => {
    const text = await show({
      ...{ source: 'engine', reason: null },
      programs: [
        { ...program, health: 'unhealthy' },
        { ...program, id: 'b', isRunning: false, cpu: null, memoryMiB: null },
      ],
    });
    expect(text).toContain('Ne répond pas bien');
    expect(text).toContain('À l’arrêt');
  });

  it('that cannot be seen are not made up', async () => {
    expect(await show({ source: 'none', reason: 'no-source', programs: [] })).toContain(
      'ne peut pas se voir',
    );
    TestBed.resetTestingModule();
    expect(await show({ source: 'engine', reason: 'not-answering', programs: [] })).toContain(
      'ne répond pas',
    );
  });
});
