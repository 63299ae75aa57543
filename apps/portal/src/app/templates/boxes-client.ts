import { HttpClient, type HttpResourceRef, httpResource } from '@angular/common/http';
import { Service, inject } from '@angular/core';
import {
  Box,
  BoxBaking,
  BoxCleanUp,
  BoxImports,
  type ImportBox,
  Job,
  type UnfinishedUpload,
} from '@vm-manager/contracts';
import { firstValueFrom } from 'rxjs';
import * as z from 'zod';
import { EventFeed } from '../events/event-feed';
import { reloadAfter } from '../events/reload-after';

const Boxes = z.array(Box);
const Bakings = z.array(BoxBaking);

@Service()
export class BoxesClient {
  private readonly http = inject(HttpClient);
  private readonly feed = inject(EventFeed);

  /** All versions, kept current by pushes. Call in an injection context. */
  list(): HttpResourceRef<Box[] | undefined> {
    return reloadAfter(
      httpResource(() => '/api/boxes', { parse: (body) => Boxes.parse(body) }),
      ['template'],
    );
  }

  /** How each is baked; how far a bake is comes as its job. Call in an injection context. */
  bakings(): HttpResourceRef<BoxBaking[] | undefined> {
    const bakings = reloadAfter(
      httpResource(() => '/api/boxes/baking', { parse: (body) => Bakings.parse(body) }),
      ['template'],
    );
    this.feed.on('job', (job) => {
      if (job.kind === 'bake' && bakings.hasValue())
        bakings.update((known) => known?.map((baking) => withJob(baking, job)));
    });
    return bakings;
  }

  async bake(templateId: string): Promise<void> {
    const job = Job.parse(await firstValueFrom(this.http.post('/api/boxes/bake', { templateId })));
    this.feed.publish('job', job);
  }

  /** Of what was uploaded, or lies at an address. */
  async import(request: ImportBox): Promise<void> {
    const job = Job.parse(await firstValueFrom(this.http.post('/api/boxes/import', request)));
    this.feed.publish('job', job);
  }

  /** What is not finished; how far an import is comes as its job. Call in an injection context. */
  imports(): HttpResourceRef<BoxImports | undefined> {
    const imports = reloadAfter(
      httpResource(() => '/api/boxes/import', { parse: (body) => BoxImports.parse(body) }),
      ['template'],
    );
    this.feed.on('job', (job) => {
      if (job.kind === 'import' && imports.hasValue())
        imports.update((known) => known && { ...known, jobs: withNewer(known.jobs, job) });
    });
    return imports;
  }

  /** Nobody will go on with it. */
  async discard({ id }: UnfinishedUpload): Promise<void> {
    const headers = { 'Tus-Resumable': '1.0.0' };
    await firstValueFrom(this.http.delete(`/api/boxes/uploads/${id}`, { headers }));
  }

  async bakeWeekly(templateId: string, weekly: boolean): Promise<BoxBaking[]> {
    return Bakings.parse(await firstValueFrom(this.http.put('/api/boxes/baking', { templateId, weekly })));
  }

  async retire({ id }: Box): Promise<void> {
    await firstValueFrom(this.http.delete(`/api/boxes/${id}`));
  }

  async cleanUp(): Promise<BoxCleanUp> {
    return BoxCleanUp.parse(await firstValueFrom(this.http.post('/api/boxes/clean-up', {})));
  }
}

/** The newest of each template. */
function withNewer(jobs: readonly Job[], job: Job): Job[] {
  const former = jobs.find(({ subject }) => subject.id === job.subject.id);
  if (former && former.id !== job.id && former.createdAt > job.createdAt) return [...jobs];
  return [...jobs.filter((other) => other !== former), job];
}

function withJob(baking: BoxBaking, job: Job): BoxBaking {
  if (job.subject.id !== baking.templateId) return baking;
  const isHistory = baking.job && baking.job.id !== job.id && baking.job.createdAt > job.createdAt;
  return isHistory ? baking : { ...baking, job };
}
