import type { DataSource } from 'typeorm';
import { InstallationEntity } from './installation.entity.js';

/** Who we are among the installations that may share one libvirt. Made with the database; who we are never changes. */
export class Installation {
  private constructor(readonly id: string) {}

  static async of(dataSource: DataSource): Promise<Installation> {
    const { id } = await dataSource.getRepository(InstallationEntity).findOneByOrFail({ onlyOne: true });
    return new Installation(id);
  }
}
