/** What an administrator sets for the whole site, and where the rest is set. */

import { Anchor, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSettingSpeech } from '../../i18n/setting-speech.ts';
import { LoadState, Page } from '../../page/page.tsx';
import { BackupSection } from './backup-section.tsx';
import { FactorMissing } from './factor-missing.tsx';
import { HeadsSection } from './heads-section.tsx';
import { KeySection } from './key-section.tsx';
import { MachineState } from './machine-state.tsx';
import { NetworkSection } from './network-section.tsx';
import classes from './settings-page.module.css';
import { SiteForm } from './site-form.tsx';
import { MACHINE_QUERY, SITE_QUERY } from './site-query.ts';

/** The page at `/settings`. */
export function SettingsPage(): ReactNode {
  const { s, t } = useSettingSpeech();
  return (
    <Page
      title={t('settings')}
      actions={
        <Anchor renderRoot={(props) => <Link to="/first-steps" {...props} />}>{t('firstSteps')}</Anchor>
      }
    >
      <FactorMissing />
      <Section title={s('siteSection')}>
        <Site />
      </Section>
      <Section title={s('network')}>
        <NetworkSection />
      </Section>
      <BackupSection />
      <Section title={s('machineSection')}>
        <MachineState />
      </Section>
      <Section title={s('headsSection')}>
        <HeadsSection />
      </Section>
      <Section title={s('keySection')}>
        <KeySection />
      </Section>
      <Section title={s('elsewhereSection')}>
        <ul className={classes['urls']}>
          <li>
            <Anchor renderRoot={(props) => <Link to="/people" {...props} />}>{s('elsewherePeople')}</Anchor>
          </li>
          <li>
            <Anchor renderRoot={(props) => <Link to="/account" {...props} />}>
              {s('elsewhereSessions')}
            </Anchor>
          </li>
          <li>
            <Anchor renderRoot={(props) => <Link to="/storage" {...props} />}>{s('elsewhereStorage')}</Anchor>
          </li>
        </ul>
      </Section>
      <Section title={s('aboutSection')}>
        <About />
      </Section>
    </Page>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <section className={classes['section']}>
      <Title order={2} size="h3">
        {title}
      </Title>
      {children}
    </section>
  );
}

function Site(): ReactNode {
  const { s } = useSettingSpeech();
  const site = useQuery(SITE_QUERY);
  return (
    <>
      <LoadState query={site} />
      {site.data !== undefined && <SiteForm site={site.data} save={s('siteSave')} />}
    </>
  );
}

function About(): ReactNode {
  const { s } = useSettingSpeech();
  const machine = useQuery(MACHINE_QUERY).data?.machine;
  return (
    <>
      {machine !== undefined && (
        <Text>{s('aboutVersion', { version: machine.version, node: machine.node })}</Text>
      )}
      <Text>{s('aboutLicence')}</Text>
    </>
  );
}
