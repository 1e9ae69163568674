//! The data types that traffic may presumably carry, in their groups.

/// What a flow presumably carries. The words are chosen so that each can be matched to the vocabularies in use: W3C DPV,
/// the store labels of Google and Apple, the categories of IAB TCF 2.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataType {
    /// Sign-in, tokens, session set-up.
    AccountAuth,
    /// Name, e-mail, phone, birth date, demographics.
    ContactIdentity,
    /// Address book, social graph.
    ContactsSocial,
    /// Coordinates, cell and Wi-Fi lists, place look-up.
    Location,
    /// Stable identifiers of a device, an install or for advertising.
    DeviceIdentifiers,
    /// Attributes of a device, integrity and anti-abuse checks.
    DeviceFingerprint,
    /// Taps, views, watch time, searches.
    UsageEvents,
    /// Ad requests, impressions, attribution.
    AdsMeasurement,
    /// Photo, video, audio, text that leave the device.
    UserContentUpload,
    /// Private messages, calls, their signalling.
    MessagesCalls,
    /// Media and pages that come to the device.
    ContentDelivery,
    /// Counters of crashes, performance and quality.
    Diagnostics,
    /// Settings, A/B flags, updates, time, DNS, push keep-alive.
    ServiceConfig,
    /// Payment, orders, payouts, tax, contracts.
    PaymentsCommerce,
}

/// Types that belong together: what a map is coloured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DataGroup {
    /// Who somebody is and where.
    Identity,
    /// What their device is.
    Device,
    /// What they do.
    Behaviour,
    /// What they send and get.
    Content,
    /// What keeps the service going.
    Operation,
}

impl DataType {
    /// All of them, in the order in which they are shown.
    pub const ALL: [DataType; 14] = [
        DataType::AccountAuth,
        DataType::ContactIdentity,
        DataType::ContactsSocial,
        DataType::Location,
        DataType::DeviceIdentifiers,
        DataType::DeviceFingerprint,
        DataType::UsageEvents,
        DataType::AdsMeasurement,
        DataType::UserContentUpload,
        DataType::MessagesCalls,
        DataType::ContentDelivery,
        DataType::Diagnostics,
        DataType::ServiceConfig,
        DataType::PaymentsCommerce,
    ];

    /// Word in files, rules and the filter.
    pub fn token(self) -> &'static str {
        match self {
            DataType::AccountAuth => "account_auth",
            DataType::ContactIdentity => "contact_identity",
            DataType::ContactsSocial => "contacts_social",
            DataType::Location => "location",
            DataType::DeviceIdentifiers => "device_identifiers",
            DataType::DeviceFingerprint => "device_fingerprint",
            DataType::UsageEvents => "usage_events",
            DataType::AdsMeasurement => "ads_measurement",
            DataType::UserContentUpload => "user_content_upload",
            DataType::MessagesCalls => "messages_calls",
            DataType::ContentDelivery => "content_delivery",
            DataType::Diagnostics => "diagnostics",
            DataType::ServiceConfig => "service_config",
            DataType::PaymentsCommerce => "payments_commerce",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            DataType::AccountAuth => "Account and sign-in",
            DataType::ContactIdentity => "Contact identity",
            DataType::ContactsSocial => "Contacts",
            DataType::Location => "Location",
            DataType::DeviceIdentifiers => "Device identifiers",
            DataType::DeviceFingerprint => "Device fingerprint",
            DataType::UsageEvents => "Usage events",
            DataType::AdsMeasurement => "Ads measurement",
            DataType::UserContentUpload => "User content upload",
            DataType::MessagesCalls => "Messages and calls",
            DataType::ContentDelivery => "Content delivery",
            DataType::Diagnostics => "Diagnostics",
            DataType::ServiceConfig => "Service configuration",
            DataType::PaymentsCommerce => "Payments and orders",
        }
    }

    /// One clause that says what is presumed to pass.
    pub fn meaning(self) -> &'static str {
        match self {
            DataType::AccountAuth => "sign-in, tokens, session set-up",
            DataType::ContactIdentity => "name, e-mail, phone, birth date",
            DataType::ContactsSocial => "address book, friends, followers",
            DataType::Location => "coordinates, cell and Wi-Fi lists, place look-up",
            DataType::DeviceIdentifiers => "stable identifiers of device, install or for ads",
            DataType::DeviceFingerprint => "device attributes, integrity and anti-abuse checks",
            DataType::UsageEvents => "taps, views, watch time, searches",
            DataType::AdsMeasurement => "ad requests, impressions, attribution",
            DataType::UserContentUpload => "photos, video, audio, text leaving the device",
            DataType::MessagesCalls => "private messages, calls and their signalling",
            DataType::ContentDelivery => "media and pages coming to the device",
            DataType::Diagnostics => "crash, performance and quality counters",
            DataType::ServiceConfig => "settings, updates, time, DNS, push keep-alive",
            DataType::PaymentsCommerce => "payment, orders, payouts, tax",
        }
    }

    /// The group.
    pub fn group(self) -> DataGroup {
        match self {
            DataType::AccountAuth
            | DataType::ContactIdentity
            | DataType::ContactsSocial
            | DataType::Location => DataGroup::Identity,
            DataType::DeviceIdentifiers | DataType::DeviceFingerprint => DataGroup::Device,
            DataType::UsageEvents | DataType::AdsMeasurement => DataGroup::Behaviour,
            DataType::UserContentUpload | DataType::MessagesCalls | DataType::ContentDelivery => {
                DataGroup::Content
            }
            DataType::Diagnostics | DataType::ServiceConfig | DataType::PaymentsCommerce => {
                DataGroup::Operation
            }
        }
    }

    /// The type of a token.
    pub fn of_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.token() == token)
    }
}

impl DataGroup {
    /// All of them, in the order in which they are shown.
    pub const ALL: [DataGroup; 5] = [
        DataGroup::Identity,
        DataGroup::Device,
        DataGroup::Behaviour,
        DataGroup::Content,
        DataGroup::Operation,
    ];

    /// Word in files and the filter.
    pub fn token(self) -> &'static str {
        match self {
            DataGroup::Identity => "identity",
            DataGroup::Device => "device",
            DataGroup::Behaviour => "behaviour",
            DataGroup::Content => "content",
            DataGroup::Operation => "operation",
        }
    }

    /// Words on screen.
    pub fn label(self) -> &'static str {
        match self {
            DataGroup::Identity => "Identity",
            DataGroup::Device => "Device",
            DataGroup::Behaviour => "Behaviour",
            DataGroup::Content => "Content",
            DataGroup::Operation => "Operation",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_names_its_type() {
        for one in DataType::ALL {
            assert_eq!(DataType::of_token(one.token()), Some(one));
        }
        assert_eq!(DataType::of_token("unclassified"), None);
    }
}
