import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Usage } from '@vm-manager/contracts';
import { Hosts } from '../../hosts/hosts.js';
import { NOTHING } from '../quotas/amounts.js';
import { chargeOf, type ChargedVm } from '../quotas/charge.js';
import type { HostRoom } from '../quotas/host-room.js';
import { HostRooms } from '../quotas/host-rooms.js';
import { preferred } from './preferred-host.js';
import { QuotaLedger } from '../quotas/quota-ledger.js';
import { lockForReservation, lockForReservations } from '../quotas/quota-locks.js';
import { usagesOf, vmsByHost } from '../quotas/usages.js';

type Rooms = readonly [HostRoom, ...HostRoom[]];

/** Where a VM is, or is going to be. */
export class Placement {
  /** Several rooms only when none of them is enough: the refusal tells of all. */
  constructor(
    private readonly ledger: QuotaLedger,
    private readonly rooms: Rooms,
  ) {}

  /** The host, as the VM's record names it. */
  get host(): string {
    return this.rooms[0].host;
  }

  /** See `QuotaLedger.reserve`. */
  reserve(tx: EntityManager, vm: ChargedVm, now?: Date): Promise<void> {
    return this.ledger.reserve(tx, vm, this.rooms, now);
  }
}

/** The hosts that a new VM may be placed on, as they were when they were asked. */
export class Candidates {
  constructor(
    private readonly ledger: QuotaLedger,
    private readonly rooms: Rooms,
  ) {}

  /** For VMs of several people in one transaction: all rows that choosing and reserving lock, in their order. */
  async lockFor(tx: EntityManager, ownerIds: readonly string[], groupId: string): Promise<void> {
    await lockForReservations(tx, { ownerIds, groupId, hosts: this.rooms.map(({ host }) => host) });
  }

  /** What each has, with what of it is promised. */
  async usages(tx: EntityManager): Promise<{ room: HostRoom; promised: Usage }[]> {
    const promised = await usagesOf(
      tx,
      'host',
      this.rooms.map(({ host }) => host),
    );
    return this.rooms.map((room) => ({ room, promised: promised.get(room.host) ?? NOTHING }));
  }

  /**
   * Chooses a host, in the transaction that makes the VM. Locks the rows that the reservation locks later, so that of
   * several people who choose at once each sees what the others took.
   */
  async choose(tx: EntityManager, vm: Omit<ChargedVm, 'host'>): Promise<Placement> {
    if (this.rooms.length === 1) return new Placement(this.ledger, this.rooms);
    const hosts = this.rooms.map(({ host }) => host);
    await lockForReservation(tx, { ...vm, hosts });
    const promised = await usagesOf(tx, 'host', hosts);
    const vmsOfOwner = await vmsByHost(tx, vm.ownerId);
    const asked = chargeOf({ ...vm, host: '' }, false);
    return new Placement(this.ledger, preferred(this.rooms, { asked, promised, vmsOfOwner }));
  }
}

/** Finds where VMs may run. Always before a transaction begins, as hosts are asked what they have. */
@Injectable()
export class Placements {
  constructor(
    private readonly hosts: Hosts,
    private readonly rooms: HostRooms,
    private readonly ledger: QuotaLedger,
  ) {}

  /** For a new VM. A host that cannot be asked is no candidate; rejects with `libvirt-unavailable` when none can. */
  async find(): Promise<Candidates> {
    return new Candidates(this.ledger, await this.rooms.all());
  }

  /** For a VM that is there: its own host. Rejects with `libvirt-unavailable`. */
  async of(vm: { host: string }): Promise<Placement> {
    return new Placement(this.ledger, [await this.rooms.of(this.hosts.of(vm.host))]);
  }
}
