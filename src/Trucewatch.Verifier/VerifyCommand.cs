using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Evidence.Policies;

namespace Trucewatch.Verifier;

/// <summary>
/// Checks one proof from end to end and says each step in one line. It needs no network and writes nothing.
/// </summary>
internal static class VerifyCommand
{
    private const int Holds = 0;
    private const int Refused = 1;
    private const int Unusable = 2;

    private const string HelpText =
        """
        trucewatch-verify checks that a log holds an entry, and what the entry commits to.

        trucewatch-verify PROOF --entry FILE --vkey KEY [--payload FILE --key FILE]
        trucewatch-verify FOLDER [--vkey KEY | --policy FILE]

          PROOF          a .tlog-proof: index, hashes, signed checkpoint
          --entry FILE   the exact bytes of the entry (the leaf)
          --vkey KEY     the log's public key, name+id+base64, as your own party holds it
          --policy FILE  in place of --vkey: the logs and witnesses that your own party trusts, and which of them must
                         have signed: lines 'log KEY', 'witness NAME KEY', 'group NAME all|any|K MEMBER...',
                         'quorum NAME|none'
          --payload FILE the disclosed content; the entry is a commitment to it
          --key FILE     the commitment's key, 64 hexadecimal digits
          FOLDER         holds proof.tlog-proof and entry, and may hold payload, key and vkey, and nothing else

        One line on standard output for each step, 'ok' or 'FAIL'. Exit 0: all holds. 1: something does not.
        2: the arguments or files cannot be used, with one line that says why.
        The same by hand: HMAC-SHA256 of the payload under the key is the entry's commitment; SHA-256 of a zero byte and
        the entry is the leaf; the hashes of the proof lead from it to the root in the checkpoint; the log's line below
        the blank line is an Ed25519 signature over the lines above it; a witness's line is eight bytes of time and an
        Ed25519 signature over 'cosignature/v1', 'time SECONDS' and those lines.
        """;

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Contains("--help", StringComparer.Ordinal))
        {
            output.WriteLine(HelpText);
            return Holds;
        }

        var unusable = VerifyArguments.TryRead(args, out var given);
        if (unusable is not null)
        {
            error.WriteLine($"trucewatch-verify: {unusable}");
            return Unusable;
        }

        return Check(given, output) ? Holds : Refused;
    }

    private static bool Check(VerifyArguments given, TextWriter output)
    {
        var holds = true;
        foreach (var name in given.UnknownFiles)
        {
            holds &= Say(output, false, $"folder: {name}: nothing authenticates this file");
        }

        output.WriteLine(given switch
        {
            { Policy: { } policy } => FormattableString.Invariant(
                $"ok   policy: {policy.Logs.Count} logs, {policy.Witnesses.Count} witnesses, quorum {policy.Quorum}"),
            { KeyIsTheFoldersOwn: true } =>
                $"note key: {given.Log!.Vkey} comes from the folder itself: "
                    + "compare it with the key your own party holds",
            _ => $"ok   key: {given.Log!.Vkey}",
        });
        var form = TlogProof.TryParse(given.Proof, out var proof);
        if (!Say(output, proof is not null, $"proof: form: {form}"))
        {
            return false;
        }

        var verdict = given.Policy?.Judge(Encoding.UTF8.GetBytes(proof!.SignedCheckpoint));
        var log = verdict is null ? given.Log : verdict.Log?.Key;
        if (log is null)
        {
            return Say(output, false, $"checkpoint: expected one signed by a log of the policy, got {verdict!.Fault}");
        }

        var fault = proof!.Verify(given.Entry, log, out var checkpoint);
        if (!Say(
            output,
            checkpoint is not null,
            checkpoint is null
                ? $"checkpoint: expected one signed by {log.Name}, got {fault}"
                : FormattableString.Invariant(
                    $"checkpoint: {log.Name} signed size {checkpoint.Size} root {checkpoint.Root}")))
        {
            return false;
        }

        holds &= Say(
            output,
            fault == ProofFault.None,
            FormattableString.Invariant($"inclusion: this entry at index {proof.Index}: {fault}"));
        holds &= CheckWitnesses(given.Policy, verdict, output);
        return CheckPayload(given, output) && holds;
    }

    private static bool CheckWitnesses(WitnessPolicy? policy, PolicyVerdict? verdict, TextWriter output)
    {
        if (policy is null || verdict is null)
        {
            output.WriteLine("note witnesses: no policy given, so nothing is said about who else saw this checkpoint");
            return true;
        }

        foreach (var words in PolicyWords.Of(verdict, policy))
        {
            Say(output, verdict.Holds, $"witnesses: {words}");
        }

        return verdict.Holds;
    }

    private static bool CheckPayload(VerifyArguments given, TextWriter output)
    {
        var marked = true;
        var isLeaf = Leaf.TryParse(given.Entry, out var leaf);
        if (isLeaf)
        {
            var mark = leaf!.Exercise ? "EXERCISE" : "no exercise";
            marked = leaf.Exercise == ExerciseMark.IsIn(given.Log!.Name);
            var unlike = marked ? "" : $" unlike the log's name {given.Log.Name}";
            Say(output, marked, $"leaf: {mark}{unlike}, commitment {leaf.Commitment}");
        }

        if (given.Payload is null)
        {
            output.WriteLine("note payload: none given, so nothing is said about what the entry commits to");
            return marked;
        }

        return marked & Say(
            output,
            isLeaf && leaf!.Verify(given.Key!, given.Payload),
            FormattableString.Invariant($"payload: {given.Payload.Length} bytes against the commitment of the entry"));
    }

    private static bool Say(TextWriter output, bool holds, string step)
    {
        output.WriteLine((holds ? "ok   " : "FAIL ") + step);
        return holds;
    }
}
