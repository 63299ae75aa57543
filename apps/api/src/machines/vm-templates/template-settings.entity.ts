import type { SizeLimits, TemplateAudience } from '@vm-manager/contracts';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** What an administrator chose for a template; without a row its description decides. */
@Entity('template_settings')
@Check('CHK_template_settings_audience', `"audience" IN ('recipe', 'everyone', 'groups')`)
export class TemplateSettingsEntity {
  @PrimaryColumn('text', { name: 'template_id', primaryKeyConstraintName: 'PK_template_settings' })
  templateId!: string;

  @Column('text')
  audience!: TemplateAudience;

  /** With the audience `groups`; some of them may be gone by now. */
  @Column('uuid', { name: 'group_ids', array: true })
  groupIds!: string[];

  @Column('jsonb', { nullable: true })
  sizes!: SizeLimits | null;
}
