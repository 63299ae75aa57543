/** Why a console ends: a WebSocket close code and a short word the portal translates. README.md lists them. */
export interface Closing {
  readonly code: number;
  readonly reason: string;
}

export const Closing = {
  Finished: { code: 1000, reason: 'finished' },
  NotBinary: { code: 1003, reason: 'not-binary' },
  TooManyPings: { code: 1008, reason: 'too-many-pings' },
  Restarting: { code: 1012, reason: 'restarting' },
  RightsLost: { code: 4001, reason: 'rights-lost' },
  ScreenGone: { code: 4002, reason: 'screen-gone' },
  ScreenUnavailable: { code: 4003, reason: 'screen-unavailable' },
  VmDeleted: { code: 4004, reason: 'vm-deleted' },
  TimedOut: { code: 4005, reason: 'timed-out' },
  TakenOver: { code: 4007, reason: 'taken-over' },
  ControlPassed: { code: 4008, reason: 'control-passed' },
  NotUnderstood: { code: 4006, reason: 'not-understood' },
} as const satisfies Record<string, Closing>;
