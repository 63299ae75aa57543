import { Module } from '@nestjs/common';
import { VagrantModule } from '../../hosts/vagrant/vagrant.module.js';
import { PlatformController } from './platform.controller.js';

@Module({ imports: [VagrantModule], controllers: [PlatformController] })
export class PlatformModule {}
