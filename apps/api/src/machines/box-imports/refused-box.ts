import type { ProblemParams } from '@vm-manager/contracts';
import { ProblemError } from '../../foundation/problems/problem-error.js';

/** Why somebody's box is not taken; `why` chooses the sentence (contracts: box-refusal). */
export type BoxFault =
  | 'no-archive'
  | 'many-entries'
  | 'entry-path'
  | 'entry-kind'
  | 'entry-other'
  | 'too-large'
  | 'bomb'
  | 'metadata'
  | 'provider'
  | 'format'
  | 'disks'
  | 'no-image'
  | 'not-qcow2'
  | 'outside'
  | 'encrypted'
  | 'features'
  | 'virtual-size'
  | 'broken'
  | 'checksum';

export class RefusedBox extends ProblemError {
  constructor(why: BoxFault, params: ProblemParams = {}, options?: { cause?: unknown }) {
    super('box-refused', { why, ...params }, options);
  }
}
