using System.Globalization;
using System.Text;
using Trucewatch.Evidence.Notes;
using Trucewatch.Evidence.Witnessing;
using Xunit;

namespace Trucewatch.Evidence.Policies;

public sealed class WitnessPolicyTests
{
    private const long TimeS = 1_767_225_600;

    private static readonly NoteSigner Log = NoteSigner.Generate("log.example/one");
    private static readonly NoteSigner OtherLog = NoteSigner.Generate("log.example/two");
    private static readonly Cosigner[] Cosigners =
        [.. Enumerable.Range(0, 33).Select(i => Cosigner.Generate(
            string.Create(CultureInfo.InvariantCulture, $"w.example/{i}")))];

    private static readonly TreeHead Head = new(7, Digest.Of("root"u8));

    /// <summary>Logs, then a party A, a party B, and three guarantors of whom two are asked.</summary>
    private static readonly string Agreement =
        $"""
        # One of each party, and two of the three guarantors.
        log {Log.Verifier.Vkey} https://log.example/

        witness a1 {Vkey(0)}
        witness a2 {Vkey(1)} http://127.0.0.1:7071/a2
        {'\t'}group a any a1 a2
        witness b1 {Vkey(2)}
        group b all b1
        witness g1 {Vkey(3)}
        witness g2 {Vkey(4)}
        witness g3 {Vkey(5)}
        group g 2 g1 g2 g3
        group both all a b
        group everybody all both g
        quorum everybody

        """;

    [Fact]
    public void A_policy_reads_with_its_keys_addresses_and_groups()
    {
        var policy = Read(Agreement);
        Assert.Equal(Log.Verifier.Vkey, Assert.Single(policy.Logs).Key.Vkey);
        Assert.Equal("https://log.example/", policy.Logs[0].Url!.ToString());
        Assert.Equal(["a1", "a2", "b1", "g1", "g2", "g3"], policy.Witnesses.Select(witness => witness.Name));
        Assert.Equal("http://127.0.0.1:7071/a2", policy.Witnesses[1].Url!.ToString());
        Assert.Equal(
            ["a 1", "b 1", "g 2", "both 2", "everybody 2"],
            policy.Groups.Select(group => string.Create(
                CultureInfo.InvariantCulture, $"{group.Name} {group.Threshold}")));
    }

    /// <summary>Every set of the six witnesses, against the rule in words.</summary>
    [Fact]
    public void A_nested_quorum_holds_for_exactly_the_sets_that_it_should()
    {
        var policy = Read(Agreement);
        string[] names = ["a1", "a2", "b1", "g1", "g2", "g3"];
        for (var set = 0; set < 64; set++)
        {
            var there = names.Where((_, i) => (set >> i & 1) == 1).ToList();
            var guarantors = there.Count(name => name[0] == 'g');
            var expected = there.Exists(name => name[0] == 'a') && there.Contains("b1") && guarantors >= 2;
            Assert.True(expected == policy.IsQuorum(there), string.Join(' ', there));

            var verdict = policy.Judge(Note(
                [.. Cosigners.Take(6).Where((_, i) => (set >> i & 1) == 1)]));
            Assert.Equal((NoteFault.None, expected, expected), (verdict.Fault, verdict.HasQuorum, verdict.Holds));
            Assert.Equal(there, verdict.Witnessed.Select(by => by.Witness.Name));
            Assert.All(verdict.Witnessed, by => Assert.Equal(TimeS, by.TimeS));
        }

        Assert.False(policy.IsQuorum(["everybody", "a", "b", "g", "a3"]), "a name of a group is no witness");
    }

    [Fact]
    public void A_quorum_of_none_asks_for_no_witness_and_one_witness_may_be_a_quorum()
    {
        Assert.True(Read($"log {Log.Verifier.Vkey}\nquorum none\n").Judge(Note([])).Holds);
        var one = Read($"log {Log.Verifier.Vkey}\nwitness w {Vkey(0)}\nquorum w\n");
        Assert.False(one.Judge(Note([])).Holds);
        Assert.False(one.Judge(Note([Cosigners[1]])).Holds);
        Assert.True(one.Judge(Note([Cosigners[1], Cosigners[0]])).Holds);
    }

    [Fact]
    public void Any_listed_log_may_have_signed_and_no_other()
    {
        var both = Read($"log {Log.Verifier.Vkey}\nlog {OtherLog.Verifier.Vkey}\nquorum none\n");
        var others = Bytes(Notes.Note.Sign(Head.ToText(OtherLog.Name), OtherLog));
        Assert.Equal(OtherLog.Name, both.Judge(others).Log!.Key.Name);
        Assert.Equal(Log.Name, both.Judge(Note([])).Log!.Key.Name);
        var other = Read($"log {OtherLog.Verifier.Vkey}\nquorum none\n");
        Assert.Equal(NoteFault.NoKnownSignature, other.Judge(Note([])).Fault);
        Assert.Equal(
            NoteFault.OtherOrigin, other.Judge(Bytes(Notes.Note.Sign(Head.ToText("x.example"), OtherLog))).Fault);
        Assert.Equal(NoteFault.BadCheckpointText, other.Judge(Bytes(Notes.Note.Sign("x\n", OtherLog))).Fault);
        Assert.Equal(NoteFault.NoBlankLine, other.Judge("x"u8).Fault);
    }

    [Fact]
    public void A_known_witness_with_a_bad_signature_refuses_the_note_and_an_unknown_one_is_passed_over()
    {
        var policy = Read($"log {Log.Verifier.Vkey}\nwitness w {Vkey(0)}\nquorum none\n");
        var elsewhere = new TreeHead(8, Head.Root).ToText(Log.Name);
        var foreign = Encoding.UTF8.GetString(Note([])) + Cosigners[0].Sign(elsewhere, TimeS).ToLine();
        Assert.Equal(NoteFault.BadSignature, policy.Judge(Bytes(foreign)).Fault);
        var unknown = Encoding.UTF8.GetString(Note([])) + Cosigners[1].Sign(elsewhere, TimeS).ToLine();
        Assert.True(policy.Judge(Bytes(unknown)).Holds);
    }

    /// <summary>The letters stand for keys: L and M of logs, W and V of witnesses.</summary>
    [Theory]
    [InlineData("", PolicyFault.NoQuorum, 0)]
    [InlineData("quorum none", PolicyFault.NoLineFeed, 1)]
    [InlineData("log L\n", PolicyFault.NoQuorum, 0)]
    [InlineData("quorum none\nquorum none\n", PolicyFault.SecondQuorum, 2)]
    [InlineData("quorum w\nwitness w W\n", PolicyFault.UnknownName, 1)]
    [InlineData("log\nquorum none\n", PolicyFault.BadLine, 1)]
    [InlineData("log L http://x/ y\n", PolicyFault.BadLine, 1)]
    [InlineData("logs L\n", PolicyFault.BadLine, 1)]
    [InlineData("quorum\n", PolicyFault.BadLine, 1)]
    [InlineData("quorum none none\n", PolicyFault.BadLine, 1)]
    [InlineData("group g any\n", PolicyFault.BadLine, 1)]
    [InlineData("log W\n", PolicyFault.BadLogKey, 1)]
    [InlineData("log x\n", PolicyFault.BadLogKey, 1)]
    [InlineData("witness w L\n", PolicyFault.BadWitnessKey, 1)]
    [InlineData("witness w W ftp://x/\n", PolicyFault.BadUrl, 1)]
    [InlineData("witness w W x\n", PolicyFault.BadUrl, 1)]
    [InlineData("log L http://user@x/\n", PolicyFault.BadUrl, 1)]
    [InlineData("log L\nlog M\nlog L\n", PolicyFault.DuplicateKey, 3)]
    [InlineData("witness w W\nwitness v W\n", PolicyFault.DuplicateKey, 2)]
    [InlineData("witness w W\nwitness w V\n", PolicyFault.NameTaken, 2)]
    [InlineData("witness none W\n", PolicyFault.NameTaken, 1)]
    [InlineData("witness w W\ngroup w any w\n", PolicyFault.NameTaken, 2)]
    [InlineData("witness w W\ngroup none any w\n", PolicyFault.NameTaken, 2)]
    [InlineData("witness w W\ngroup g any w v\nwitness v V\n", PolicyFault.UnknownName, 2)]
    [InlineData("group g any g\n", PolicyFault.UnknownName, 1)]
    [InlineData("witness w W\ngroup g any none\n", PolicyFault.UnknownName, 2)]
    [InlineData("witness w W\ngroup g any w w\n", PolicyFault.MemberTaken, 2)]
    [InlineData("witness w W\ngroup g any w\ngroup h any w\n", PolicyFault.MemberTaken, 3)]
    [InlineData("witness w W\ngroup g 0 w\n", PolicyFault.BadThreshold, 2)]
    [InlineData("witness w W\ngroup g 2 w\n", PolicyFault.BadThreshold, 2)]
    [InlineData("witness w W\ngroup g 01 w\n", PolicyFault.BadThreshold, 2)]
    [InlineData("witness w W\ngroup g some w\n", PolicyFault.BadThreshold, 2)]
    [InlineData("witness w W\ngroup g 99999999999 w\n", PolicyFault.BadThreshold, 2)]
    [InlineData("quorum none\r\n", PolicyFault.ControlCharacter, 1)]
    [InlineData("# a\u0000b\n", PolicyFault.ControlCharacter, 1)]
    [InlineData("# a\u007fb\n", PolicyFault.ControlCharacter, 1)]
    [InlineData("\u00a0quorum none\n", PolicyFault.BadLine, 1)]
    public void Other_files_are_refused_with_their_line(string text, PolicyFault expected, int line)
    {
        var file = string.Join('\n', text.Split('\n').Select(words => string.Join(' ', words.Split(' ').Select(Key))));
        Assert.Equal((expected, line), (WitnessPolicy.TryParse(Bytes(file), out var policy, out var at), at));
        Assert.Null(policy);
    }

    [Fact]
    public void A_key_under_another_name_is_the_same_key()
    {
        var renamed = CosignatureVerifier.TryFromPublicKey("renamed.example", Cosigners[0].Verifier.PublicKey)!;
        var file = $"witness w {Vkey(0)}\nwitness v {renamed.Vkey}\nquorum none\n";
        Assert.Equal(PolicyFault.DuplicateKey, WitnessPolicy.TryParse(Bytes(file), out _, out _));
    }

    [Fact]
    public void Limits_hold_at_the_limit_and_one_above()
    {
        Assert.Equal(PolicyFault.None, Parse(Witnesses(WitnessPolicy.MaxWitnesses) + "quorum none\n"));
        Assert.Equal(PolicyFault.TooManyWitnesses, Parse(Witnesses(WitnessPolicy.MaxWitnesses + 1) + "quorum none\n"));

        string Logs(int count) => string.Concat(Enumerable.Range(0, count).Select(i =>
        {
            using var log = NoteSigner.Generate("log.example");
            return $"log {log.Verifier.Vkey}\n";
        }));
        Assert.Equal(PolicyFault.None, Parse(Logs(WitnessPolicy.MaxLogs) + "quorum none\n"));
        Assert.Equal(PolicyFault.TooManyLogs, Parse(Logs(WitnessPolicy.MaxLogs + 1) + "quorum none\n"));

        string Groups(int count) => $"witness g0 {Vkey(0)}\n" + string.Concat(Enumerable.Range(1, count).Select(
            i => string.Create(CultureInfo.InvariantCulture, $"group g{i} all g{i - 1}\n")));
        Assert.Equal(PolicyFault.None, Parse(Groups(WitnessPolicy.MaxGroups) + "quorum g32\n"));
        Assert.Equal(PolicyFault.TooManyGroups, Parse(Groups(WitnessPolicy.MaxGroups + 1) + "quorum g33\n"));

        const string Quorum = "quorum none\n#";
        Assert.Equal(
            PolicyFault.None, Parse(Quorum + new string('x', WitnessPolicy.MaxBytes - Quorum.Length - 1) + "\n"));
        Assert.Equal(
            PolicyFault.TooLong, Parse(Quorum + new string('x', WitnessPolicy.MaxBytes - Quorum.Length) + "\n"));
        Assert.Equal(PolicyFault.NotUtf8, WitnessPolicy.TryParse([0xFF, (byte)'\n'], out _, out _));
    }

    private static string Witnesses(int count) => string.Concat(Enumerable.Range(0, count).Select(
        i => string.Create(CultureInfo.InvariantCulture, $"witness w{i} {Vkey(i)}\n")));

    private static string Vkey(int index) => Cosigners[index].Verifier.Vkey;

    private static string Key(string word) => word switch
    {
        "L" => Log.Verifier.Vkey,
        "M" => OtherLog.Verifier.Vkey,
        "W" => Vkey(0),
        "V" => Vkey(1),
        _ => word,
    };

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static PolicyFault Parse(string text) => WitnessPolicy.TryParse(Bytes(text), out _, out _);

    private static WitnessPolicy Read(string text)
    {
        Assert.Equal((PolicyFault.None, 0), (WitnessPolicy.TryParse(Bytes(text), out var policy, out var line), line));
        return policy!;
    }

    private static byte[] Note(Cosigner[] cosigners)
    {
        var text = Head.ToText(Log.Name);
        return Bytes(Notes.Note.Sign(text, Log)
            + string.Concat(cosigners.Select(cosigner => cosigner.Sign(text, TimeS).ToLine())));
    }
}
