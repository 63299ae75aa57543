import { Injectable } from '@nestjs/common';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemError } from '../../foundation/problems/problem-error.js';
import { TemplateCatalogue, type KnownTemplate } from '../vm-templates/template-catalogue.js';

/** What is in a folder that bake.sh can bake. */
const RECIPE = 'packages';

/** The templates whose boxes can be baked: those with a recipe, whose box is called as they are. */
@Injectable()
export class BoxRecipes {
  constructor(private readonly catalogue: TemplateCatalogue) {}

  async all(): Promise<KnownTemplate[]> {
    const { known } = await this.catalogue.read();
    const own = known.filter(({ file }) => file.box === file.id);
    const recipes = await Promise.all(own.map(hasRecipe));
    return own.filter((_, index) => recipes[index]);
  }

  /** The template that the box of this one is baked for: itself mostly. */
  async of(templateId: string): Promise<KnownTemplate> {
    const asked = await this.catalogue.find(templateId);
    if (!asked) throw new ProblemError('not-found');
    const { box } = asked.file;
    const recipe = (await this.all()).find(({ file }) => file.id === box);
    if (!recipe) throw new ProblemError('not-possible-now', { action: 'bake-without-recipe', box });
    return recipe;
  }
}

const hasRecipe = ({ folder }: KnownTemplate) =>
  access(join(folder, RECIPE)).then(
    () => true,
    () => false,
  );
