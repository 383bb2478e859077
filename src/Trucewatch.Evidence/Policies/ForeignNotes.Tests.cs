using System.Text;
using Trucewatch.Evidence.Notes;
using Xunit;

namespace Trucewatch.Evidence.Policies;

/// <summary>Notes that other implementations signed, as they were published.</summary>
public sealed class ForeignNotesTests
{
    /// <summary>
    /// A checkpoint of a public test log of certificates, with the cosignatures of four witnesses that run programs of
    /// their own.
    /// </summary>
    private const string Checkpoint =
        "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
        + "— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzal"
        + "ApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n"
        + "— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bf"
        + "TW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n"
        + "— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkj"
        + "Zr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==\n"
        + "— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQ"
        + "tmJbqmNWVuE0tgh0XwzdZsDsUAQ==\n"
        + "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0"
        + "WBxtqB0DrAWfBw==\n"
        + "— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7"
        + "lI7cUiOvKFYe/TmN9DAg==\n";

    private const string Policy =
        """
        log arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f
        witness garden transparency.dev/DEV:witness-little-garden+d8042a87+BCtusOxINQNUTN5Oj8HObRkh2yHf/MwYaGX4CPdiVEPM
        witness smartit witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO
        witness remora remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2
        witness stagemole witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv
        group everybody all garden smartit remora stagemole
        quorum everybody

        """;

    [Fact]
    public void A_public_checkpoint_with_the_cosignatures_of_four_other_programs_holds()
    {
        Assert.Equal(
            PolicyFault.None, WitnessPolicy.TryParse(Encoding.UTF8.GetBytes(Policy), out var policy, out _));
        var verdict = policy!.Judge(Encoding.UTF8.GetBytes(Checkpoint));
        Assert.True(verdict.Holds, verdict.Fault.ToString());
        Assert.Equal(1_432_088_532, verdict.Checkpoint!.Size);
        Assert.Equal(4, verdict.Witnessed.Count);
        Assert.All(verdict.Witnessed, by => Assert.Equal(0x6A122120, by.TimeS));
        var changed = Checkpoint.Replace("1432088532", "1432088533", StringComparison.Ordinal);
        Assert.Equal(NoteFault.BadSignature, policy.Judge(Encoding.UTF8.GetBytes(changed)).Fault);
    }

    [Fact]
    public void The_example_of_the_first_note_package_reads_and_is_signed_again_bit_by_bit()
    {
        const string Text = "If you think cryptography is the answer to your problem,\n"
            + "then you don't know what your problem is.\n";
        const string Example = Text + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZS"
            + "NXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
        Assert.True(NoteVerifier.TryParse(
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", out var verifier));
        Assert.Equal(NoteFault.None, Note.TryOpen(Encoding.UTF8.GetBytes(Example), verifier!, out var note));
        Assert.Equal(Text, note!.Text);
        Assert.True(NoteSigner.TryParse(
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz", out var signer));
        Assert.Equal(Example, Note.Sign(Text, signer!));
    }
}
