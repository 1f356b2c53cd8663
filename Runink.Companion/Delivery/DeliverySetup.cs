using Microsoft.EntityFrameworkCore;
using Runink.Companion.Delivery.Browser;
using Runink.Companion.Delivery.Crm;
using Runink.Companion.Delivery.Endpoints;
using Runink.Companion.Delivery.Fhir;
using Runink.Companion.Shared.Outside;
using Runink.Companion.Delivery.Mllp;
using Runink.Companion.Delivery.Payers;
using Runink.Companion.Delivery.Slack;
using Runink.Companion.Delivery.Sms;
using Runink.Companion.Delivery.Smtp;
using Runink.Companion.Delivery.Subscriptions;
using Runink.Companion.Delivery.Teams;
using Runink.Companion.Delivery.Webhooks;
using Runink.Companion.Shared.Layout;
using Runink.Domain.Delivery;
using Runink.Domain.Store;
using Runink.Domain.Teams;

namespace Runink.Companion.Delivery;

public static class DeliverySetup
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<SmtpOptions>(configuration.GetSection("Delivery:Smtp"));
        services.Configure<DeliveryOptions>(configuration.GetSection("Delivery"));
        services.Configure<DeadManOptions>(configuration.GetSection("Delivery:DeadMan"));
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<SmtpLogin>();
        services.AddSingleton<SmtpConnections>();
        services.AddSingleton<SampleMailServer>();
        services.AddHostedService(provider => provider.GetRequiredService<SampleMailServer>());
        services.AddSingleton<EndpointBook>();
        services.AddSingleton(provider => provider.GetRequiredService<EndpointBook>().Registered);
        services.AddSingleton<OutsideHttp>();
        services.AddSingleton<NoticeReader>();
        services.AddSingleton<SmtpChannel>();
        services.AddSingleton<IDeliveryChannel>(provider => provider.GetRequiredService<SmtpChannel>());
        services.AddSingleton<IDeliveryChannel, WebhookChannel>();
        services.AddSingleton<IDeliveryChannel, SlackChannel>();
        services.AddSingleton<IDeliveryChannel, TeamsChannel>();
        services.AddSingleton<TeamsProof>();
        services.AddSingleton<TeamsCallback>();
        services.AddSingleton<IDeliveryChannel, SmsChannel>();
        services.AddSingleton(configuration.GetSection(PushOptions.Section).Get<PushOptions>() ?? new PushOptions());
        services.AddSingleton<IDeliveryChannel, BrowserChannel>();
        services.AddSingleton<MllpChannel>();
        services.AddSingleton<IDeliveryChannel>(provider => provider.GetRequiredService<MllpChannel>());
        services.AddSingleton<SmartTokens>();
        services.AddSingleton<FhirRecordSystem>();
        services.AddSingleton<IDeliveryChannel, FhirChannel>();
        services.AddHostedService<FhirProbeWorker>();
        services.AddHostedService<FhirReadBackWorker>();
        services.AddSingleton<PayerServer>();
        services.AddSingleton<PayerFolders>();
        services.AddHostedService<PayerWorker>();
        services.AddSingleton<IDeliveryChannel, CrmChannel>();
        services.AddSingleton<EndpointUseCases>();
        services.AddSingleton<SmsCallback>();
        services.AddSingleton<SlackSignature>();
        services.AddSingleton<SlackCallback>();
        services.AddSingleton<IDeliveryChannel, SubscriptionChannel>();
        services.AddSingleton<SubscriptionUseCases>();
        services.AddSingleton(provider => provider.GetRequiredService<SubscriptionUseCases>().Reads);
        services.AddSingleton(provider => provider.GetRequiredService<SubscriptionUseCases>().Writes);
        services.AddHostedService<SubscriptionWorker>();
        services.AddSingleton<DeliveryLanes>();
        services.AddSingleton<ThrottleGate>();
        services.AddSingleton<DeliveryUseCases>();
        services.AddHostedService<OutboxWorker>();
        services.AddHostedService<DeadManWorker>();
        services.AddHealthChecks().AddCheck<DeliveryHealth>("Deliveries");
        services.AddSingleton(provider => new NavItem("/admin/deliveries", "Deliveries", "deliveries", 65, null, Permission.ReadDeliveries, async (_, cancel) =>
        {
            await using var db = provider.GetRequiredService<CompanionStore>().Read();
            var failed = await db.Outbox.CountAsync(message => message.Status == OutboxStatus.Failed, cancel);
            return new NavBadge(failed, failed > 0);
        }));
        return services;
    }
}
