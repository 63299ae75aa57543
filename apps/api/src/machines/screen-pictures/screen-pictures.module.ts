import { Module } from '@nestjs/common';
import { HostsModule } from '../../hosts/hosts.module.js';
import { EventsModule } from '../../messages/events/events.module.js';
import { VmsModule } from '../vms/vms.module.js';
import { PictureWatchers } from './picture-watchers.js';
import { ScreenPictures } from './screen-pictures.js';
import { ScreenPicturesController } from './screen-pictures.controller.js';

/** What VMs show at the moment, as pictures for their cards. */
@Module({
  imports: [EventsModule, HostsModule, VmsModule],
  controllers: [ScreenPicturesController],
  providers: [PictureWatchers, ScreenPictures],
})
export class ScreenPicturesModule {}
