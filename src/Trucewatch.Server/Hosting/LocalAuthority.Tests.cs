using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Trucewatch.Evidence;

namespace Trucewatch.Server.Hosting;

/// <summary>
/// A time stamp authority of another implementation: <c>openssl ts -reply</c> behind a loopback address.
/// </summary>
internal sealed class LocalAuthority : IDisposable
{
    private const string Settings =
        """
        [tsa]
        default_tsa = one
        [one]
        serial = serial
        default_policy = 1.2.3.4.1
        digests = sha256
        signer_digest = sha256
        accuracy = secs:1
        ess_cert_id_alg = sha256
        [for_time]
        extendedKeyUsage = critical,timeStamping
        keyUsage = critical,digitalSignature
        [root]
        basicConstraints = critical,CA:true
        keyUsage = critical,keyCertSign
        """;

    private readonly TemporaryFolder folder = new();
    private readonly HttpListener listener = new();

    public LocalAuthority()
    {
        File.WriteAllText(folder.File("ts.cnf"), Settings);
        File.WriteAllText(folder.File("serial"), "01\n");
        OpenSslTo("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj /CN=Test-root "
            + "-config ts.cnf -extensions root");
        OpenSslTo("req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj /CN=Test-clock -config ts.cnf");
        OpenSslTo("x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -set_serial 7 -out tsa.pem -days 30 "
            + "-extfile ts.cnf -extensions for_time");
        Address = new Uri(FormattableString.Invariant($"http://127.0.0.1:{FreePort()}/"));
        listener.Prefixes.Add(Address.ToString());
        listener.Start();
        _ = AnswerAsync();
    }

    public Uri Address { get; }

    /// <summary>The certificate of its root, PEM.</summary>
    public string Root => folder.File("ca.pem");

    /// <summary>What the answer is replaced by, or null.</summary>
    public Func<byte[], byte[]>? Changes { get; set; }

    /// <summary>Answers with this status instead, or null.</summary>
    public int? Status { get; set; }

    /// <summary>Runs openssl with words; 0 where it is content.</summary>
    public int OpenSslIn(string words)
    {
        using var run = Process.Start(new ProcessStartInfo(OpenSsl.Find()!, words.Split(' '))
        {
            WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        _ = run.StandardError.ReadToEnd();
        run.WaitForExit();
        return run.ExitCode;
    }

    public void Dispose()
    {
        listener.Stop();
        folder.Dispose();
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private void OpenSslTo(string words)
    {
        if (OpenSslIn(words) != 0)
        {
            throw new InvalidOperationException($"openssl {words}: expected 0, got another code");
        }
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var query = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(query);
                await File.WriteAllBytesAsync(folder.File("query"), query.ToArray());
                OpenSslTo("ts -reply -config ts.cnf -section one -queryfile query -inkey tsa.key -signer tsa.pem "
                    + "-out reply");
                var reply = await File.ReadAllBytesAsync(folder.File("reply"));
                reply = Changes?.Invoke(reply) ?? reply;
                context.Response.StatusCode = Status ?? 200;
                context.Response.ContentType = "application/timestamp-reply";
                await context.Response.OutputStream.WriteAsync(reply);
                context.Response.Close();
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // The listener was stopped.
        }
    }
}
