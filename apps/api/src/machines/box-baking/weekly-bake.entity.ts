import { Entity, PrimaryColumn } from 'typeorm';

/** That a template's box is baked anew each week by itself; without a row it is not. */
@Entity('weekly_bakes')
export class WeeklyBakeEntity {
  @PrimaryColumn('text', { name: 'template_id', primaryKeyConstraintName: 'PK_weekly_bakes' })
  templateId!: string;
}
