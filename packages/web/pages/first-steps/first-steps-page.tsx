/** What comes before the cameras: name and area, a look at the machine, the network. One step at a time, each in the address. */
import { Button, Group, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type SettingKey, useSettingSpeech } from '../../i18n/setting-speech.ts';
import { LoadState, Page } from '../../page/page.tsx';
import { FactorMissing } from '../settings/factor-missing.tsx';
import { MachineState } from '../settings/machine-state.tsx';
import { NetworkSection } from '../settings/network-section.tsx';
import { SiteForm } from '../settings/site-form.tsx';
import { SITE_QUERY } from '../settings/site-query.ts';
import { FIRST_STEPS, type FirstStep } from './first-step.ts';
import classes from './first-steps.module.css';

const TITLES: Readonly<Record<FirstStep, SettingKey>> = {
  site: 'siteSection',
  machine: 'firstStepMachine',
  network: 'network',
  cameras: 'firstStepCameras',
};

/** The page at `/first-steps`. */
export function FirstStepsPage(): ReactNode {
  const { s, t } = useSettingSpeech();
  const { step = 'site' } = useSearch({ from: '/first-steps' });
  const at = FIRST_STEPS.indexOf(step);
  return (
    <Page title={t('firstSteps')}>
      <Text>{s('firstStepsWhat')}</Text>
      <FactorMissing />
      <ol className={classes['steps']}>
        {FIRST_STEPS.map((one, index) => (
          <li key={one} data-done={index < at} aria-current={one === step ? 'step' : undefined}>
            <Link to="/first-steps" search={{ step: one }} className={classes['step']}>
              <span className={classes['number']}>{index + 1}</span> {s(TITLES[one])}
            </Link>
          </li>
        ))}
      </ol>
      <section className={classes['body']} aria-labelledby="first-step">
        <Title order={2} size="h3" id="first-step">
          {s('firstStepsPlace', { n: at + 1, all: FIRST_STEPS.length, step: s(TITLES[step]) })}
        </Title>
        <Step step={step} />
      </section>
    </Page>
  );
}

function Step({ step }: { readonly step: FirstStep }): ReactNode {
  switch (step) {
    case 'site':
      return <SiteStep />;
    case 'machine':
      return (
        <>
          <MachineState />
          <Way back="site" next="network" />
        </>
      );
    case 'network':
      return (
        <>
          <NetworkSection />
          <Way back="machine" next="cameras" quiet />
        </>
      );
    case 'cameras':
      return <CamerasStep />;
    default:
      step satisfies never;
      return null;
  }
}

function SiteStep(): ReactNode {
  const { s } = useSettingSpeech();
  const navigate = useNavigate();
  const site = useQuery(SITE_QUERY);
  return (
    <>
      <LoadState query={site} />
      {site.data !== undefined && (
        <SiteForm
          site={site.data}
          save={s('stepNext')}
          onSaved={() => void navigate({ to: '/first-steps', search: { step: 'machine' } })}
        />
      )}
    </>
  );
}

function CamerasStep(): ReactNode {
  const { s } = useSettingSpeech();
  return (
    <>
      <Text>{s('firstStepCamerasWhat')}</Text>
      <Group>
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/first-steps" search={{ step: 'network' }} {...props} />}
        >
          {s('stepBack')}
        </Button>
        <Button renderRoot={(props) => <Link to="/live" {...props} />}>{s('firstStepCamerasGo')}</Button>
      </Group>
    </>
  );
}

function Way({
  back,
  next,
  quiet = false,
}: {
  readonly back: FirstStep;
  readonly next: FirstStep;
  /** The step has a button of its own that matters more. */
  readonly quiet?: boolean;
}): ReactNode {
  const { s } = useSettingSpeech();
  return (
    <Group>
      <Button
        variant="default"
        renderRoot={(props) => <Link to="/first-steps" search={{ step: back }} {...props} />}
      >
        {s('stepBack')}
      </Button>
      <Button
        variant={quiet ? 'default' : 'filled'}
        renderRoot={(props) => <Link to="/first-steps" search={{ step: next }} {...props} />}
      >
        {s('stepNext')}
      </Button>
    </Group>
  );
}
