using System.Buffers;
using System.CommandLine;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Observations;
using Trucewatch.Evidence.Notes;
using Trucewatch.Feeds.Report;
using Trucewatch.Server.Hosting;

namespace Trucewatch.Server.Commands;

/// <summary>
/// <c>agreement accept</c>: a party signs that it accepts a version. It runs on the party's own machine; what it prints
/// is one report, which any <c>report</c> feed takes in and the log keeps.
/// </summary>
internal static class AgreementAcceptCommand
{
    public static Command Build()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of the pack" };
        var party = new Option<string>("--party") { Description = "The party that accepts", Required = true };
        var key = new Option<string>("--key")
        {
            Description = "File of the party's private key; made, with FILE.pub beside it, where it is absent",
            Required = true,
            HelpName = "FILE",
        };
        var at = new Option<string?>("--at") { Description = "Time of the acceptance; now where it is left out" };
        var accept = new Command(
            "accept",
            "Sign, as a party, that this version of the pack is accepted; prints a report for a report feed. The "
            + "verifier key in FILE.pub belongs into the pack: parties: key")
        {
            folder, party, key, at,
        };
        accept.SetAction(parsed =>
        {
            var agreement = AgreementFolder.Open(parsed.GetValue(folder)!);
            var id = parsed.GetValue(party)!;
            if (agreement.Parties.All(known => known.Id != id))
            {
                var ids = string.Join(" or ", agreement.Parties.Select(known => known.Id));
                throw new UnusableException($"--party: expected {ids}, got {id}");
            }

            var time = Instant.From(TimeProvider.System.GetUtcNow());
            if (parsed.GetValue(at) is { } text && !Instant.TryParse(text, out time))
            {
                throw new UnusableException($"--at: expected a time such as 2030-06-03T06:00:00Z, got {text}");
            }

            using var signer = PartyNotes.OpenKey(parsed.GetValue(key)!, id);
            if (agreement.Parties.First(known => known.Id == id).Key is { } vkey && vkey != signer.Verifier.Vkey)
            {
                throw new UnusableException(
                    $"--key: expected the key that the pack names for {id}, got {signer.Verifier.Vkey}");
            }

            Write(agreement, id, time, signer);
            return CommandTable.Done;
        });
        return accept;
    }

    private static void Write(Agreement agreement, string party, Instant time, NoteSigner signer)
    {
        var note = Note.Sign(AcceptanceText.Write(agreement.Hash, party, time), signer);
        var report = new WrittenReport(
            $"acceptance-{party}-{agreement.Hash[..16]}", party, ReporterKind.Party, party, AcceptanceText.ReportClass,
            note, [], null, null, null, []);
        var buffer = new ArrayBufferWriter<byte>();
        ReportEncoder.Write(buffer, time, null, 0, report);
        using var output = Console.OpenStandardOutput();
        output.Write(buffer.WrittenSpan);
        output.Write("\n"u8);
    }
}
