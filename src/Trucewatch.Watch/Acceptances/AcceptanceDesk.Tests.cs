using System.Text;
using Trucewatch.Domain;
using Trucewatch.Domain.Agreements;
using Trucewatch.Domain.Facts;
using Trucewatch.Evidence.Notes;
using Xunit;

namespace Trucewatch.Watch.Acceptances;

public sealed class AcceptanceDeskTests
{
    private static readonly string Hash = new('a', 64);
    private static readonly Instant Day = Instant.FromUnixSeconds(1_893_456_000);

    [Fact]
    public void A_note_that_the_partys_key_signed_is_verified_and_another_is_not()
    {
        using var west = NoteSigner.Generate("west.example");
        using var east = NoteSigner.Generate("east.example");
        var words = AcceptanceText.Write(Hash, "west", Day);
        Assert.Equal(AcceptanceCheck.Verified, Check(west, Note.Sign(words, west)));
        Assert.Equal(AcceptanceCheck.BadSignature, Check(west, Note.Sign(words, east)));
        Assert.Equal(AcceptanceCheck.BadSignature, Check(west, Note.Sign(words, west).Replace("2030", "2031")));
        Assert.Equal(AcceptanceCheck.BadSignature, Check(west, words));
        Assert.Equal(AcceptanceCheck.NoKey, Check(null, Note.Sign(words, west)));
        var other = AcceptanceText.Write(new string('b', 64), "west", Day);
        Assert.Equal(AcceptanceCheck.AnotherVersion, Check(west, Note.Sign(other, west)));
        Assert.Equal(AcceptanceCheck.Unreadable, Check(west, "we accept"));
        var stranger = AcceptanceText.Write(Hash, "north", Day);
        Assert.Equal(AcceptanceCheck.Unreadable, Check(west, Note.Sign(stranger, west)));
    }

    [Fact]
    public void An_acceptance_is_a_fact_that_reads_back_and_a_copy_is_none()
    {
        using var west = NoteSigner.Generate("west.example");
        var note = Note.Sign(AcceptanceText.Write(Hash, "west", Day), west);
        var fact = Assert.Single(Facts(west, note, note));
        Assert.Equal(("west", Hash, Day), (fact.Acceptance.Party, fact.Acceptance.PackHash, fact.Acceptance.At));
        Assert.Equal(fact, FactJson.Read(FactJson.Write(fact)));
    }

    private static AcceptanceCheck Check(NoteSigner? west, string note) =>
        Assert.Single(Facts(west, note)).Acceptance.Check;

    private static List<AcceptanceFact> Facts(NoteSigner? west, params string[] notes)
    {
        var agreement = Scene.Agreement() with
        {
            Hash = Hash,
            Parties =
            [
                new Party("west", new LocalText("West"), west?.Verifier.Vkey), new Party("east", new LocalText("East")),
            ],
        };
        var scene = new Scene();
        foreach (var note in notes)
        {
            scene.Report("note", 0, AcceptanceText.ReportClass);
            var observation = scene.Observations[^1];
            observation.Report = observation.Report! with { Text = note };
            scene.ReplaceLast(observation);
        }

        var settings = new SectorSettings
        {
            VerifyNote = (vkey, note) => NoteVerifier.TryParse(vkey, out var verifier)
                && Note.TryOpen(Encoding.UTF8.GetBytes(note), verifier!, out _) == NoteFault.None,
        };
        return [.. scene.Run(agreement, settings).OfType<AcceptanceFact>()];
    }
}
