using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Delivery.Mllp;
using Runink.Companion.Delivery.Smtp;
using Runink.Domain.Delivery;
using Runink.Domain.Foundation;
using Runink.Domain.Intake.Fhir;
using Runink.Domain.Referrals.Announcing;
using Runink.Domain.Store;

namespace Runink.Companion.Delivery.Fhir;

/// <summary>Writes into the record system by the best way that it offers.</summary>
public sealed class FhirChannel(
    EndpointBook endpoints, NoticeReader notices, FhirRecordSystem record, MllpChannel hl7, SmtpChannel mail, CompanionStore store, SiteOptions site) : IDeliveryChannel
{
    public string Name => "fhir";

    public bool IsServerForEachReceiver => true;

    public async Task<DeliveryReceipt> SendAsync(OutboxMessage message, CancellationToken cancel)
    {
        var endpoint = endpoints.Of(EndpointKind.Fhir, message.To);
        var options = endpoint.Options.Fhir;
        var content = OutsideContent.Read(message.Content);
        if (content.Referral is { } referral)
            return await TellAsync(endpoint, message, referral, cancel);
        var ability = await record.ProbeAsync(endpoint, cancel);
        if (content.TaskUpdate is { } update)
        {
            return ability.UpdatesTasks
                ? new DeliveryReceipt(await record.UpdateTaskAsync(endpoint, update, site, cancel), IsDelivered: true, update.Place)
                : throw new DeliveryException(DeliveryFault.Moot, $"{endpoint.Name} lets nobody change Tasks: {update.Place} stays open there until somebody closes it.");
        }

        var rung = ability.Rung;
        if (rung == FhirRung.MllpDocument)
            return await hl7.SendAsync(Passed(message, hl7.Name, options.FallbackMllp), cancel);
        if (rung == FhirRung.Message)
            return await mail.SendAsync(Passed(message, mail.Name, options.FallbackMail), cancel);
        if (rung == FhirRung.None)
            throw new DeliveryException(DeliveryFault.Permanent, FhirLadder.Words(ability));
        var about = await OutsidePatient.ReadAsync(store, message.EscalationId, cancel);
        var notice = (await notices.ReadAsync(message, cancel))!;
        var order = content.Task;
        var patient = await record.PatientAsync(endpoint, about, cancel);
        var place = await record.CreateAsync(endpoint, rung switch
        {
            FhirRung.Task => FhirWork.Task(message, notice, order, patient, site),
            FhirRung.Communication => FhirWork.Communication(message, notice, order, patient, options.Recipient, site),
            _ => FhirWork.Document(message, notice, order, patient, site),
        }, message.Id, cancel);
        return new DeliveryReceipt($"made {place}", IsDelivered: true, place, IsAskedLater: rung == FhirRung.Task && ability.ReadsTasks);
    }

    /// <summary>A partner has one Task of a referral: whatever its server was told before, it now stands like this.</summary>
    private async Task<DeliveryReceipt> TellAsync(NamedEndpoint endpoint, OutboxMessage message, AnnouncedReferral referral, CancellationToken cancel)
    {
        var options = endpoint.Options.Fhir;
        var patient = await OutsidePatient.OfReferralAsync(store, message.ReferralId, cancel);
        var task = ReferralTask.Of(patient, referral, options.Profile, $"Runink Companion, {site.Name}", system => options.Systems.GetValueOrDefault(system) ?? FhirSystems.Of(system));
        var place = await record.PutAsync(endpoint, task, ReferralTask.KeySystem, ReferralTask.Key(referral), cancel);
        return new DeliveryReceipt($"{place} is {task["status"]} there", IsDelivered: true, place, IsAskedLater: referral.Audience == AnnouncementAudience.Recipient && !NewsWords.IsEnd(referral.News) && place.StartsWith("Task/", StringComparison.Ordinal));
    }

    /// <summary>The same message by another way: it keeps its key.</summary>
    private static OutboxMessage Passed(OutboxMessage message, string channel, string to) => new()
    {
        Id = message.Id, Channel = channel, To = to, Subject = message.Subject, Body = message.Body, Content = message.Content, EscalationId = message.EscalationId, CreatedAt = message.CreatedAt,
    };
}
