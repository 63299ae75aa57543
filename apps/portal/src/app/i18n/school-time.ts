import { Service, inject, signal } from '@angular/core';
import {
  endOfSchoolDay,
  schoolDayAt,
  startOfSchoolDay,
  type SchoolDay,
} from '@vm-manager/contracts/school-day';
import { Clock } from '../time/clock';

const USUAL_ZONE = 'Europe/Paris';

/** Days are the school's: who picks 15 December at home and who reads it elsewhere mean the same. */
@Service()
export class SchoolTime {
  private readonly clock = inject(Clock);
  /** As the platform says once it is known. */
  readonly zone = signal(USUAL_ZONE);

  dayOf(iso: string): SchoolDay {
    return schoolDayAt(Date.parse(iso), this.zone());
  }

  startOf(day: SchoolDay, daysLater = 0): string {
    return startOfSchoolDay(day, this.zone(), daysLater);
  }

  endOf(day: SchoolDay): string {
    return endOfSchoolDay(day, this.zone());
  }

  tomorrow(): SchoolDay {
    return this.dayOf(this.startOf(schoolDayAt(this.clock.now(), this.zone()), 1));
  }
}
