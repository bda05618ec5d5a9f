import type { Ask } from '../../device/contract/asks.ts'
import { Appointment } from './asks/appointment/page.tsx'
import { Contact } from './asks/contact.tsx'
import { Document } from './asks/document.tsx'
import { ErrandChoice } from './asks/errand.tsx'
import { Farewell } from './asks/farewell.tsx'
import { Finger } from './asks/finger.tsx'
import { FingerExempt } from './asks/finger-exempt.tsx'
import { Finishing } from './asks/finishing.tsx'
import { HolderCheck } from './asks/holder.tsx'
import { Paper } from './asks/paper.tsx'
import { Pay } from './asks/pay.tsx'
import { Portrait } from './asks/portrait.tsx'
import { PortraitKeep } from './asks/portrait-keep.tsx'
import { PortraitMove } from './asks/portrait-move.tsx'
import { Privacy } from './asks/privacy.tsx'
import { Declaration, Register } from './asks/register.tsx'
import { Review } from './asks/review.tsx'
import { Signature } from './asks/signature.tsx'
import { TakeDocument } from './asks/take-document.tsx'
import { Waiting } from './asks/waiting.tsx'
import { Welcome } from './asks/welcome.tsx'
import { WithCaseworker } from './asks/with-caseworker.tsx'

export function AskView({ ask }: { ask: Ask }) {
  switch (ask.is) {
    case 'welcome':
      return <Welcome ask={ask} />
    case 'errand':
      return <ErrandChoice ask={ask} />
    case 'privacy':
      return <Privacy />
    case 'document':
      return <Document ask={ask} />
    case 'holder':
      return <HolderCheck ask={ask} />
    case 'portrait':
      return <Portrait ask={ask} />
    case 'portrait-move':
      return <PortraitMove ask={ask} />
    case 'portrait-keep':
      return <PortraitKeep ask={ask} />
    case 'finger':
      return <Finger ask={ask} />
    case 'finger-exempt':
      return <FingerExempt ask={ask} />
    case 'signature':
      return <Signature ask={ask} />
    case 'contact':
      return <Contact ask={ask} />
    case 'review':
      return <Review ask={ask} />
    case 'register':
      return <Register ask={ask} />
    case 'declaration':
      return <Declaration />
    case 'pay':
      return <Pay ask={ask} />
    case 'paper':
      return <Paper ask={ask} />
    case 'waiting':
      return <Waiting ask={ask} />
    case 'with-caseworker':
      return <WithCaseworker />
    case 'finishing':
      return <Finishing ask={ask} />
    case 'appointment':
      return <Appointment page={ask.page} />
    case 'take-document':
      return <TakeDocument />
    case 'farewell':
      return <Farewell ask={ask} />
  }
}
