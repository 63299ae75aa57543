import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActorWatch } from './actor-watch.js';
import { EventLog } from './event-log.js';
import { EventReaders } from './event-readers.js';
import { EventEntity } from './event.entity.js';
import { EventsController } from './events.controller.js';
import { EventsService } from './events.service.js';
import { LiveEvents } from './live-events.js';
import { OpenStreams } from './open-streams.js';
import { PassingEvents } from './passing-events.js';

/** Pushes changes to the browsers of those who may see them. */
@Module({
  imports: [TypeOrmModule.forFeature([EventEntity])],
  controllers: [EventsController],
  providers: [ActorWatch, EventLog, EventReaders, LiveEvents, EventsService, OpenStreams, PassingEvents],
  exports: [EventLog, EventReaders, PassingEvents],
})
export class EventsModule {}
