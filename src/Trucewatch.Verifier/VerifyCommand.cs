using Trucewatch.Evidence;
using Trucewatch.Evidence.Bundles;
using Trucewatch.Evidence.Files;
using Trucewatch.Evidence.Policies;

namespace Trucewatch.Verifier;

/// <summary>
/// Checks a bundle, or one proof, from end to end and says each step in one line. It needs no network and writes
/// nothing.
/// </summary>
internal static class VerifyCommand
{
    private const int Holds = 0;
    private const int Refused = 1;
    private const int Unusable = 2;

    private const string HelpText =
        """
        trucewatch-verify checks that a log holds what a bundle shows, or that it holds one entry.

        trucewatch-verify BUNDLE [--policy FILE]
        trucewatch-verify PROOF --entry FILE (--vkey KEY | --policy FILE) [--payload FILE --key FILE]
                         [--stamp FILE --authority FILE]

          BUNDLE         a folder that 'trucewatch evidence bundle' wrote
          --policy FILE  the logs and witnesses that your own party trusts; without it the bundle's own are used, which
                         say who signed, and not whom to trust
          PROOF          a .tlog-proof: index, hashes, signed checkpoint
          --entry FILE   the exact bytes of the entry (the leaf)
          --vkey KEY     in place of a policy: the log's public key, name+id+base64
          --payload FILE the disclosed content; the entry is a commitment to it
          --key FILE     the commitment's key, 64 hexadecimal digits
          --stamp FILE   a time stamp (RFC 3161) of the proof's checkpoint, with
          --authority FILE  the certificates (PEM) of the authorities whose stamps your own party trusts

        One line on standard output for each step, 'ok' or 'FAIL'. Exit 0: all holds. 1: something does not.
        2: the arguments or files cannot be used, with one line that says why.
        VERIFY.md in each bundle says how to do the same by hand.
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

        return (given.Bundle is null ? CheckProof(given, output) : CheckBundle(given, output)) ? Holds : Refused;
    }

    private static bool CheckBundle(VerifyArguments given, TextWriter output)
    {
        if (given.Policy is null)
        {
            output.WriteLine("note policy: the bundle's own: compare its keys with those that your own party holds");
        }

        var check = BundleCheck.Run(new DiskFiles(given.Bundle!), FilesIn(given.Bundle!), given.Policy);
        foreach (var step in check.Steps)
        {
            Say(output, step.Holds, step.Words);
        }

        output.WriteLine(check.Holds
            ? "holds"
            : FormattableString.Invariant($"FAIL {check.Steps.Count(step => !step.Holds)} of these do not hold"));
        return check.Holds;
    }

    /// <summary>Everything in the folder that is not a folder: hidden files and links too.</summary>
    private static List<string> FilesIn(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false,
        }).Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')),
    ];

    private static bool CheckProof(VerifyArguments given, TextWriter output)
    {
        var form = TlogProof.TryParse(given.Proof, out var proof);
        if (!Say(output, proof is not null, $"proof: form: {form}"))
        {
            return false;
        }

        var verdict = given.Policy!.Judge(System.Text.Encoding.UTF8.GetBytes(proof!.SignedCheckpoint));
        if (!Say(output, verdict.Checkpoint is not null, $"checkpoint: a log of the policy signed it: {verdict.Fault}"))
        {
            return false;
        }

        var head = verdict.Checkpoint!;
        var fault = proof.Verify(given.Entry, verdict.Log!.Key);
        var holds = Say(output, true, FormattableString.Invariant(
            $"checkpoint: {head.Origin} signed size {head.Size} root {head.Root}"));
        foreach (var words in PolicyWords.Of(verdict, given.Policy))
        {
            holds &= Say(output, verdict.Holds, $"witnesses: {words}");
        }

        holds &= Say(output, fault == ProofFault.None, FormattableString.Invariant(
            $"inclusion: this entry at index {proof.Index}: {fault}"));
        return CheckStamp(given, proof.SignedCheckpoint, output) & CheckPayload(given, head.Origin, output) && holds;
    }

    private static bool CheckStamp(VerifyArguments given, string checkpoint, TextWriter output)
    {
        if (given.Stamp is null)
        {
            return true;
        }

        var fault = StampCheck.Run(
            given.Stamp, System.Text.Encoding.UTF8.GetBytes(checkpoint), given.Authorities, out var words);
        return Say(output, fault is null, $"time: {fault ?? words}");
    }

    private static bool CheckPayload(VerifyArguments given, string log, TextWriter output)
    {
        var marked = true;
        var isLeaf = Leaf.TryParse(given.Entry, out var leaf);
        if (isLeaf)
        {
            var mark = leaf!.Exercise ? "EXERCISE" : "no exercise";
            marked = leaf.Exercise == ExerciseMark.IsIn(log);
            var unlike = marked ? "" : $" unlike the log's name {log}";
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
