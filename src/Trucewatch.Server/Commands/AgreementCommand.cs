using System.CommandLine;
using Trucewatch.Domain.Agreements;
using Trucewatch.Server.Hosting;
using Trucewatch.Watch.Cases;

namespace Trucewatch.Server.Commands;

/// <summary><c>agreement check</c>, <c>test</c> and <c>show</c>.</summary>
internal static class AgreementCommand
{
    public static Command Build()
    {
        var command = new Command("agreement", "Look into an agreement pack");
        command.Subcommands.Add(Check());
        command.Subcommands.Add(Test());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(AgreementDiffCommand.Build());
        command.Subcommands.Add(AgreementAcceptCommand.Build());
        return command;
    }

    private static Command Check()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of the pack" };
        var check = new Command("check", "Name all problems of a pack with file and line; exit 0 only without any")
        {
            folder,
        };
        check.SetAction(parsed =>
        {
            var path = parsed.GetValue(folder)!;
            var (agreement, problems) = AgreementFolder.Check(path);
            using var output = CommandTable.OpenOutput();
            foreach (var problem in problems)
            {
                output.WriteLine(problem.ToString());
            }

            if (agreement is null)
            {
                return CommandTable.Negative;
            }

            var clauses = FormattableString.Invariant($"{agreement.Clauses.Length} clauses");
            var parts = FormattableString.Invariant(
                $"{agreement.Parties.Length} parties, {agreement.Zones.Length} zones, {clauses}");
            output.WriteLine($"{agreement.Name} {agreement.Version}: {parts}, no problems; hash {agreement.Hash}");
            return CommandTable.Done;
        });
        return check;
    }

    private static Command Test()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of the pack" };
        var test = new Command("test", "Run the pack's own cases; exit 0 only if all pass") { folder };
        test.SetAction(parsed =>
        {
            var path = parsed.GetValue(folder)!;
            var cases = Path.Combine(path, PackCases.CasesFile);
            if (!File.Exists(cases))
            {
                throw new UnusableException($"{cases}: expected the pack's cases, got no file");
            }

            using var output = CommandTable.OpenOutput();
            var count = PackCases.Run(AgreementFolder.Open(path), File.ReadAllText(cases), output);
            output.WriteLine(FormattableString.Invariant($"{count.Passed} passed, {count.Failed} failed"));
            return count.Failed == 0 && count.Passed > 0 ? CommandTable.Done : CommandTable.Negative;
        });
        return test;
    }

    private static Command Show()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of the pack" };
        var show = new Command("show", "The clauses in words with their compiled form") { folder };
        show.SetAction(parsed =>
        {
            using var output = CommandTable.OpenOutput();
            AgreementText.Show(AgreementFolder.Open(parsed.GetValue(folder)!), output);
            return CommandTable.Done;
        });
        return show;
    }
}
