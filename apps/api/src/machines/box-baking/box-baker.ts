import type { MakeOptions } from '../../hosts/vagrant/provisioner.js';

export interface BakeOrder {
  box: string;
  /** The same order, given again after it was cut off, makes one box and no second one. */
  jobId: string;
  startedAt: Date;
}

/** In the folder of boxes. */
export interface BakeRoom {
  neededMiB: number;
  freeMiB: number;
}

/** Bakes boxes where the portal runs. */
export abstract class BoxBaker {
  /** What a bake needs and what there is; null where none can be baked. */
  abstract room(box: string): Promise<BakeRoom | null>;
  /** A further version of today's recipe, kept if it starts as it should. Nothing is left when it fails or is aborted. */
  abstract bake(order: BakeOrder, options: MakeOptions): Promise<void>;
}

/** Digits that are the same for the same order: the last part of the new box's version. */
export const stampOf = ({ startedAt }: BakeOrder) => startedAt.toISOString().replace(/\D/g, '');
