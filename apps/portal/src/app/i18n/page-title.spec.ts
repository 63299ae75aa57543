import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Title } from '@angular/platform-browser';
import { Router, RouterOutlet, TitleStrategy, provideRouter } from '@angular/router';
import { provideFace } from '../testing/face';
import { Languages } from './languages';
import { PageTitle } from './page-title';

@Component({ imports: [RouterOutlet], template: '<router-outlet />' })
class Page {}
@Component({ template: '' })
class Tab {}

describe('the title of the browser’s tab', () => {
  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideFace(),
        { provide: TitleStrategy, useExisting: PageTitle },
        provideRouter([
          { path: 'machines', title: 'page.my-vms', component: Tab },
          {
            path: 'machines/:id',
            title: 'page.vm',
            component: Page,
            children: [
              { path: '', component: Tab },
              { path: 'activite', title: 'page.vm-activity', component: Tab },
            ],
          },
        ]),
      ],
    });
    await TestBed.inject(Languages).speak('fr');
    TestBed.createComponent(Page);
  });

  const titleAt = async (url: string) => {
    await TestBed.inject(Router).navigateByUrl(url);
    TestBed.tick();
    return TestBed.inject(Title).getTitle();
  };

  it('keeps the machine’s name from one of its tabs to the next, and loses it elsewhere', async () => {
    await titleAt('/machines/1');
    TestBed.inject(PageTitle).about('web1');
    expect(await titleAt('/machines/1/activite')).toBe('web1 · Activité · VM Manager');
    expect(await titleAt('/machines/1')).toBe('web1 · Machine · VM Manager');
    expect(await titleAt('/machines')).toBe('Mes machines · VM Manager');
  });

  it('does not name the machine before', async () => {
    await titleAt('/machines/1');
    TestBed.inject(PageTitle).about('web1');
    expect(await titleAt('/machines/2/activite')).not.toContain('web1');
  });
});
