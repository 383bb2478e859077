import type { FactProof } from '../src/api/types';

export declare class SmallLog {
    constructor(origin: string);
    readonly vkey: string;
    readonly signedSize: number;
    readonly checkpoint: string;
    append(payload: Uint8Array, exercise: boolean): number;
    sign(): void;
    proof(number: number, index: number): FactProof | null;
}
