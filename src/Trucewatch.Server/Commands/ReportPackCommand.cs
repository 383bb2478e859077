using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Trucewatch.Evidence;
using Trucewatch.Reports.Documents;
using Trucewatch.Reports.Language;
using Trucewatch.Server.Reporting;
using Trucewatch.Storage.Sqlite;

namespace Trucewatch.Server.Commands;

/// <summary><c>report pack</c>: what the commission needs, in a folder.</summary>
internal static class ReportPackCommand
{
    private const string Manifest = "manifest.sha256";

    public static Command Build()
    {
        var (date, days) = (ReportCommand.DateOption(), ReportCommand.DaysOption());
        var to = new Option<string>("--out") { Description = "Folder to make", Required = true, HelpName = "DIR" };
        var (audience, data, pack) = (
            ReportCommand.AudienceOption(), EvidenceCommand.Data(), ReportCommand.AgreementOption());
        var command = new Command(
            "pack",
            "The commission pack: the report with every open case first, in all languages and forms, the page of each "
            + "case, and a manifest for sha256sum -c")
        {
            date, days, to, audience, data, pack,
        };
        command.SetAction(parsed =>
        {
            var target = parsed.GetValue(to)!;
            if (Directory.Exists(target) || File.Exists(target))
            {
                throw new UnusableException($"--out {target}: expected a folder that is not there yet, found it");
            }

            var folder = EvidenceBundleCommand.OpenData(parsed.GetValue(data)!);
            var agreement = ReportCommand.Open(folder, parsed.GetValue(pack));
            var window = ReportCommand.Days(parsed.GetValue(date)!, parsed.GetValue(days), agreement);
            var reader = ReportCommand.Reader(agreement, parsed.GetValue(audience)!);
            using var store = SqlitePictureStore.Open(folder.Picture);
            var record = ReportRecordMaker.Make(
                agreement, folder, store, reader, new ReportAsked(window, HasAllCases: true), []);
            var files = Files(record).Concat(
                ReportRecordMaker.CasePages(agreement, folder, store, reader, window).Select(one => (
                    Path: $"cases/{one.Id}.txt",
                    Bytes: Encoding.UTF8.GetBytes((folder.IsExercise ? ExerciseMark.Word + "\n" : "") + one.Page))));
            Write(target, files);
            return CommandTable.Done;
        });
        return command;
    }

    private static IEnumerable<(string Path, byte[] Bytes)> Files(ReportRecord record)
    {
        foreach (var tongue in Tongues.All)
        {
            foreach (var format in new[] { "html", "pdf", "json" })
            {
                yield return (
                    $"report.{tongue.Code()}.{format}",
                    ReportCommand.Print(record, tongue, ReportKind.Pack, format));
            }
        }

        yield return ("incidents.csv", ReportCommand.Print(record, Tongue.En, ReportKind.Pack, "csv"));
    }

    /// <summary>Writes the files, and last the list of their digests.</summary>
    private static void Write(string target, IEnumerable<(string Path, byte[] Bytes)> files)
    {
        var manifest = new StringBuilder();
        foreach (var (path, bytes) in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            var whole = Path.Combine(target, path);
            Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
            File.WriteAllBytes(whole, bytes);
            manifest.Append(Convert.ToHexStringLower(SHA256.HashData(bytes))).Append("  ").Append(path).Append('\n');
        }

        File.WriteAllText(Path.Combine(target, Manifest), manifest.ToString());
    }
}
