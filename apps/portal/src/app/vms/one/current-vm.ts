import { Service, computed, inject } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute } from '@angular/router';
import { map } from 'rxjs';
import { toApiProblem } from '../../http/api-problem';
import { isUnderWay } from '../job-words';
import { VmsClient } from '../vms-client';

/** The VM that a page and its tabs are about; provided by the page. */
@Service({ autoProvided: false })
export class CurrentVm {
  readonly id = toSignal(inject(ActivatedRoute).paramMap.pipe(map((path) => path.get('id') ?? '')), {
    requireSync: true,
  });
  readonly resource = inject(VmsClient).one(this.id);
  readonly vm = computed(() => (this.resource.hasValue() ? this.resource.value() : undefined));
  readonly runningJob = computed(() => {
    const job = this.vm()?.job;
    return job && isUnderWay(job) ? job : null;
  });
  readonly isMissing = computed(() => {
    const error = this.resource.error();
    return error !== undefined && toApiProblem(error).status === 404;
  });
}
