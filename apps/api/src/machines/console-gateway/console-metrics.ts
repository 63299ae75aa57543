import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ConsoleMode } from '@vm-manager/contracts';
import { Metrics } from '../../foundation/metrics/metrics.js';
import { OpenConsoles } from './open-consoles.js';
import { SharedScreens } from './screen-fan-out/shared-screens.js';

/** The consoles that this process serves, and what passes through them. */
@Injectable()
export class ConsoleMetrics implements OnModuleInit {
  constructor(
    private readonly consoles: OpenConsoles,
    private readonly shared: SharedScreens,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics.registerEach('vmm_consoles', 'Consoles that are open here.', ['mode'], async () =>
      ConsoleMode.options.map((mode) => ({
        labels: { mode },
        value: this.consoles.all().filter(({ grant }) => grant.mode === mode).length,
      })),
    );
    this.metrics.register(
      'vmm_watched_screens',
      'Screens that are opened here once for all who watch them.',
      async () => this.shared.count,
    );
    this.metrics.registerTotal(
      'vmm_console_bytes_total',
      'What passed through consoles.',
      ['direction'],
      () => {
        const { fromScreen, toScreen } = this.consoles.traffic();
        return [
          { labels: { direction: 'from_screen' }, value: fromScreen },
          { labels: { direction: 'to_screen' }, value: toScreen },
        ];
      },
    );
  }
}
