using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Runink.Companion.Intake.Mllp;

namespace Runink.Companion.Hosting.SampleHospital;

/// <summary>
/// The sample hospital's senders: they connect to the real MLLP and FHIR doors like anybody else, one message every few seconds.
/// Every fourth patient lives in a system that speaks FHIR.
/// </summary>
public sealed partial class SampleFeed(
    MllpListener mllp, IServer server, IHostApplicationLifetime lifetime, DataDirectory data, ProfileOptions profile, TimeProvider time,
    ILogger<SampleFeed> log) : BackgroundService
{
    private const int Beds = 9;
    private const int Early = 45;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan EarlyPace = TimeSpan.FromSeconds(0.8);

    private readonly List<SamplePatient> patients = [];
    private int admitted;
    private int sent;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!profile.IsSample || !profile.SampleMessages || await mllp.Listening is not { } door)
            return;
        var started = new TaskCompletionSource();
        await using var opening = lifetime.ApplicationStarted.Register(() => started.TrySetResult());
        await started.Task.WaitAsync(stoppingToken);
        // Numbers go on where an earlier run ended: a person who comes again would be somebody else with the same number.
        admitted = (int)(time.GetUtcNow().ToUnixTimeSeconds() / 60 % 50_000) * 10;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendNextAsync(door, stoppingToken);
                // An empty worklist teaches nobody: the first messages come faster.
                await Task.Delay(sent < Early ? EarlyPace : Pace, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception problem) when (problem is SocketException or IOException or HttpRequestException)
            {
                LogNotSent(problem);
                await Task.Delay(Pace, time, CancellationToken.None);
            }
        }
    }

    private async Task SendNextAsync(System.Net.IPEndPoint door, CancellationToken cancel)
    {
        patients.RemoveAll(patient => patient.IsGone);
        while (patients.Count < Beds)
            patients.Add(SamplePatient.Of(++admitted, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)));
        var patient = patients[sent % patients.Count];
        var now = time.GetUtcNow();
        var last = patient.Step > patient.Story.Steps;
        if (patient.Number % 4 == 0)
        {
            await PostAsync(
                patient.Step == 0 ? SampleMessages.ArrivalBundle(patient, now) : last ? SampleMessages.DischargeBundle(patient, now) : SampleMessages.ResultsBundle(patient, patient.Step - 1, now), cancel);
        }
        else
        {
            var controlId = $"S{patient.Mrn}-{patient.Step.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
            await SendAsync(
                door,
                patient.Step == 0 ? SampleMessages.Arrival(patient, controlId, now) : last ? SampleMessages.Discharge(patient, controlId, now) : SampleMessages.Results(patient, patient.Step - 1, controlId, now), cancel);
        }

        patient.Step++;
        sent++;
    }

    private static async Task SendAsync(System.Net.IPEndPoint door, string message, CancellationToken cancel)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(door, cancel);
        var stream = client.GetStream();
        await stream.WriteAsync(MllpFrame.Wrap(message), cancel);
        var buffer = new byte[4096];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancel)) > 0 && !buffer.AsSpan(0, read).Contains(MllpFrame.End))
        {
            // The answer ends with its end block.
        }
    }

    private async Task PostAsync(string bundle, CancellationToken cancel)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/fhir"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(data.SampleApiKey, cancel)).Trim());
        request.Content = new StringContent(bundle, Encoding.UTF8, "application/fhir+json");
        using var answer = await client.SendAsync(request, cancel);
        if (!answer.IsSuccessStatusCode)
            LogRefused((int)answer.StatusCode);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sample message could not be sent")]
    private partial void LogNotSent(Exception problem);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A sample bundle was refused with {Status}")]
    private partial void LogRefused(int status);
}
