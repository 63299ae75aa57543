import type { DataSource } from 'typeorm';
import { InstallationEntity } from './installation.entity.js';

/** The id of this installation, by which it is told from others on the same libvirt. Made with the database, never changed. */
export class Installation {
  private constructor(readonly id: string) {}

  static async of(dataSource: DataSource): Promise<Installation> {
    const { id } = await dataSource.getRepository(InstallationEntity).findOneByOrFail({ onlyOne: true });
    return new Installation(id);
  }
}
