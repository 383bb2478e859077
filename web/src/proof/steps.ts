// The words of a verification: what each step is, what it compared, and how it ended.

export type Refusal = { readonly refusal: 'insecureContext' | 'noEd25519' };

export type StepName = 'commitment' | 'leaf' | 'path' | 'checkpoint' | 'keyId' | 'signature' | 'segment';

export type StepEnd = 'holds' | 'fails' | 'notChecked';

export interface StepValue {
  readonly label: string;
  readonly value: string;
}

export interface Step {
  readonly name: StepName;
  readonly end: StepEnd;
  /** Why it fails or was not checked, as a message key of the page; none where it holds. */
  readonly why?: string;
  readonly values: readonly StepValue[];
}

export interface Verdict {
  readonly end: 'verified' | 'failed' | 'incomplete';
  readonly steps: readonly Step[];
  readonly hashesBy: 'webcrypto' | 'script';
}
